"""Dates, lengths and rules in the words that people read: British, day first, months by name."""

from datetime import date

from law.facts import Kind

_NUMBERS = (
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_KINDS = {
    Kind.FINGERPRINTS: "the fingerprints were taken",
    Kind.DNA_PROFILE: "the first DNA sample was taken",
    Kind.DNA_SAMPLE: "the DNA sample was taken",
}


def day_words(day: date) -> str:
    """A day in words.

    >>> day_words(date(2016, 4, 1))
    '1 April 2016'
    """
    return f"{day.day} {day:%B %Y}"


def long_day(day: date) -> str:
    """A day in words with its weekday.

    >>> long_day(date(2016, 4, 11))
    'Monday 11 April 2016'
    """
    return f"{day:%A} {day.day} {day:%B %Y}"


def length_words(months: int) -> str:
    """A length in words: whole years from two on, else months.

    >>> [length_words(each) for each in (1, 6, 12, 24, 60, 18)]
    ['one month', 'six months', 'twelve months', 'two years', 'five years', '18 months']
    """
    if months >= 24 and months % 12 == 0 and months // 12 < len(_NUMBERS):
        return f"{_NUMBERS[months // 12]} years"
    number = _NUMBERS[months] if months < len(_NUMBERS) else str(months)
    return f"{number} month{'' if months == 1 else 's'}"


def ordinal(number: int) -> str:
    """A day's number as it is said.

    >>> [ordinal(each) for each in (1, 2, 3, 11, 29, 31)]
    ['1st', '2nd', '3rd', '11th', '29th', '31st']
    """
    if 10 <= number % 100 <= 13:
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"


def capital(text: str) -> str:
    """The text with its first letter in capitals, the rest as it is."""
    return text[:1].upper() + text[1:]


def taken_words(kind: str) -> str:
    """What happened on the day of taking, for a kind of material."""
    return _KINDS.get(Kind(kind), "it was taken") if kind in set(Kind) else "it was taken"
