"""Names folded for comparison: spelling marks that people leave out make no difference."""

from __future__ import annotations

import unicodedata

# What keyboards and word processors make of an apostrophe, and of a hyphen.
APOSTROPHES = "'`.\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u00b4\uff07"
HYPHENS = "-,\t\n\u2010\u2011\u2012\u2013\u2014\u2212"
_FOLDED = {ord(c): None for c in APOSTROPHES} | {ord(c): " " for c in HYPHENS}


def fold_name(text: str) -> str:
    """The text in small letters without accents, apostrophes or hyphens, single-spaced.

    >>> fold_name("  O'Brien-Núñez,  José ")
    'obrien nunez jose'
    >>> fold_name("O\u2018Brien\u2013Núñez"), fold_name("O\u00b4Brien\u2010Núñez")
    ('obrien nunez', 'obrien nunez')
    """
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def search_name(surname: str, forenames: str) -> str:
    """What ``ErasableIdentity.search_name`` holds: the folded surname, then the folded forenames."""
    return f"{fold_name(surname)} {fold_name(forenames)}".strip()
