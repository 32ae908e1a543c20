"""Identifiers with a check letter: PNC ID, CRO number, arrest summons number.

A wrong letter is a warning, never a refusal: some genuine old identifiers fail their check. What
was written is kept as it was written.
"""

import re
from dataclasses import dataclass

ALPHABET = "ZABCDEFGHJKLMNPQRTUVWXY"
"""The 23 check letters: no I, O or S."""

# Without a slash only a full-length identifier has a year of four digits.
_PNC = re.compile(r"^(\d{4}(?=/|\d{7}[A-Z])|\d{2})/?(\d{1,7})([A-Z])$")
_CRO = re.compile(r"^(\d{1,6})/(\d{2})([A-Z])$")
_CRO_FILE = re.compile(r"^SF(\d{2})/(\d{1,6})([A-Z])$")
_ASN = re.compile(r"^(\d{2})([A-Z0-9]{6,7})(\d{11})([A-Z])$")
_BARCODE = re.compile(r"^\d{7,12}$")


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier as checked: its canonical form ("" where it has no known shape) and a warning.

    ``warning`` is empty where nothing is amiss.
    """

    canonical: str
    warning: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the shape is known and the check letter right."""
        return bool(self.canonical) and not self.warning


def _letter(digits: str) -> str:
    return ALPHABET[int(digits) % 23]


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def pnc_id(text: str, year_now: int) -> Checked:
    """A PNC ID as YYYY/NNNNNNNL; two-digit years up to ``year_now``'s are of this century.

    >>> pnc_id("12/1234567c", 2016).canonical
    '2012/1234567C'
    >>> pnc_id("2012/1234567D", 2016).warning
    'The check letter should be C. Check the PNC ID; it is kept as written.'
    """
    found = _PNC.match(_tidy(text))
    if found is None:
        return Checked("", "This is not written as a PNC ID (YYYY/NNNNNNNL). It is kept as written.")
    year, serial, letter = found.groups()
    if len(year) == 2:
        year = f"20{year}" if int(year) <= year_now % 100 else f"19{year}"
    expected = _letter(year[2:] + serial.zfill(7))
    canonical = f"{year}/{serial.zfill(7)}{letter}"
    if letter != expected:
        return Checked(canonical, _wrong("PNC ID", expected))
    if int(year) > year_now:
        return Checked(
            canonical, f"The year {year} is still to come. Check the PNC ID; it is kept as written."
        )
    return Checked(canonical)


def cro_number(text: str) -> Checked:
    """A CRO number as NNNNNN/YYL, or a file number as SFYY/NL.

    >>> cro_number("765/98v").canonical, cro_number("SF94/7D").canonical
    ('000765/98V', 'SF94/7D')
    """
    tidy = _tidy(text)
    found = _CRO.match(tidy)
    if found is not None:
        serial, year, letter = found.groups()
        expected, canonical = _letter(year + serial.zfill(6)), f"{serial.zfill(6)}/{year}{letter}"
    else:
        found = _CRO_FILE.match(tidy)
        if found is None:
            return Checked("", "This is not written as a CRO number (NNNNNN/YYL). It is kept as written.")
        year, serial, letter = found.groups()
        expected, canonical = _letter(year + serial.lstrip("0")), f"SF{year}/{serial.lstrip('0')}{letter}"
    return Checked(canonical, "" if letter == expected else _wrong("CRO number", expected))


def arrest_summons_number(text: str) -> Checked:
    """An arrest summons number, with or without slashes; the canonical form has none.

    The letter is of force, system, year and sequence; a part that is not all digits is left out.

    >>> arrest_summons_number("15/01ZD/02/00000123456M").is_sound
    True
    """
    tidy = _tidy(text).replace("/", "")
    found = _ASN.match(tidy)
    if found is None:
        return Checked("", "This is not written as an arrest summons number. It is kept as written.")
    year, office, sequence, letter = found.groups()
    force, system = office[:2], office[-2:]
    digits = "".join(part for part in (force, system) if part.isdigit()) + year + sequence
    expected = _letter(digits)
    return Checked(tidy, "" if letter == expected else _wrong("arrest summons number", expected))


def dna_barcode(text: str) -> Checked:
    """A DNA barcode: digits alone; there is no check letter to test.

    >>> dna_barcode("91234567").is_sound
    True
    """
    tidy = _tidy(text)
    if _BARCODE.match(tidy) is None:
        return Checked("", "A DNA barcode is 7 to 12 digits. It is kept as written.")
    return Checked(tidy)


def _wrong(what: str, expected: str) -> str:
    return f"The check letter should be {expected}. Check the {what}; it is kept as written."
