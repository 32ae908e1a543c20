"""Names folded for comparison: spelling marks that people leave out make no difference."""

from __future__ import annotations

import unicodedata


def fold_name(text: str) -> str:
    """The text in small letters without accents, apostrophes or hyphens, single-spaced.

    >>> fold_name("  O'Brien-Núñez,  José ")
    'obrien nunez jose'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kept = "".join(" " if c in "-,\t\n" else c for c in plain.casefold() if c not in "'’`.")
    return " ".join(kept.split())


def search_name(surname: str, forenames: str) -> str:
    """What ``ErasableIdentity.search_name`` holds: the folded surname, then the folded forenames."""
    return f"{fold_name(surname)} {fold_name(forenames)}".strip()
