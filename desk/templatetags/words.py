"""Filters that put days, moments and counts into the words of this service.

Dates are always words ("Mon 11 April 2016"), times 24-hour UK time; an empty value gives an empty text.
Nothing here decides anything: the day itself comes from the law and from ``audit.clock``.
"""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone

from cases.durations import in_days

register = template.Library()

MONTHS = tuple(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
WEEKDAYS = tuple(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
SATURDAY = 5


def _day(value: date | datetime | None) -> date | None:
    """The calendar day in London; a moment is turned into the day it fell on there."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def day(value: date | datetime | None) -> str:
    """The day in words: "11 April 2016"."""
    on = _day(value)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if on else ""


@register.filter
def day_short(value: date | datetime | None) -> str:
    """The day with its weekday cut short, for lists: "Mon 11 April 2016"."""
    on = _day(value)
    return f"{WEEKDAYS[on.weekday()][:3]} {day(on)}" if on else ""


@register.filter
def day_long(value: date | datetime | None) -> str:
    """The day with its whole weekday, for sentences: "Monday 11 April 2016"."""
    on = _day(value)
    return f"{WEEKDAYS[on.weekday()]} {day(on)}" if on else ""


@register.filter
def day_brief(value: date | datetime | None) -> str:
    """The day without its year, where the year stands beside it: "11 April"."""
    on = _day(value)
    return f"{on.day} {MONTHS[on.month - 1]}" if on else ""


@register.filter
def moment(value: datetime | date | None) -> str:
    """The moment in UK time: "6 April 2016, 14:07"; a plain date gives the day alone."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(value)}, {local:%H:%M}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """The day for machines, as the ``datetime`` of a ``<time>``: "2016-04-11"."""
    on = _day(value)
    return on.isoformat() if on else ""


@register.filter
def act_by(value: date | datetime | None) -> str:
    """For a day at a weekend, when to act: "act by Fri 29 April"; otherwise nothing.

    A statutory day is never moved by a weekend; this only says when people are last at work.
    """
    on = _day(value)
    if on is None or on.weekday() < SATURDAY:
        return ""
    return f"act by Fri {day_brief(on - timedelta(days=on.weekday() - SATURDAY + 1))}"


@register.filter
def days(value: int | None) -> str:
    """A count of days: "1 day", "5 days"."""
    if value is None:
        return ""
    return in_days(int(value))


@register.filter
def number(value: int | None) -> str:
    """A whole number with its thousands marked: "10,376"."""
    return "" if value is None or value == "" else f"{int(value):,}"


@register.filter
def counted(value: int | None, nouns: str) -> str:
    """A count with its noun, singular and plural given as "case,cases": "1 case", "10,376 cases"."""
    singular, _, plural = nouns.partition(",")
    return "" if value is None else f"{number(value)} {singular if value == 1 else plural or singular + 's'}"
