"""The sounds of a name as the database folds them: what spelling, transliteration and order leave alike.

The folding itself is the database's function ``cases_name_keys`` (see its migration), so that an index can
serve it: each word of a folded name loses its vowels and doubled letters, and letters that stand for one
sound in different spellings become one. Mohammed, Muhammad and Mohamed are one key; so are Yusuf and Youssef.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField


class NameKeys(Func):
    """The distinct keys of the words of a folded name, in order of the alphabet."""

    function = "cases_name_keys"
    output_field = ArrayField(TextField())
    arity = 1
