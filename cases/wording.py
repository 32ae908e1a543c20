"""Whether words that a person wrote say enough: how many they are, and whether they are their own."""

from __future__ import annotations

import re
from hashlib import sha256

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Of the fewest words asked for, at least this part are different ones.
DIFFERENT = 0.6


def words_in(text: str) -> list[str]:
    """The words of a text, folded.

    >>> words_in("No  further-action; the suspect's case.")
    ['no', 'further-action', 'the', "suspect's", 'case']
    """
    return [word.casefold() for word in _WORD.findall(text)]


def digest_of(text: str) -> str:
    """The same for two texts that differ in spacing, case and punctuation alone."""
    return sha256(" ".join(words_in(text)).encode()).hexdigest()


def what_is_poor(text: str, least: int) -> str:
    """Why a text says too little, with how to mend it; empty where it says enough.

    >>> what_is_poor("", 3)
    'Not written'
    >>> what_is_poor("National security needs it.", 20)
    'Write at least 20 words: there are 4'
    """
    words = words_in(text)
    if not words:
        return "Not written"
    if len(words) < least:
        return f"Write at least {least} words: there are {len(words)}"
    if len(set(words)) < least * DIFFERENT:
        return "The same few words are repeated. Say what is particular to this person"
    return ""
