"""A new table or column that could identify a person is erasable, or somebody said that it is harmless."""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from nsd import places
from retention import erasable

OURS = {"audit", "accounts", "cases", "retention", "oversight"}
WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    ArrayField,
    models.FileField,
)
HARMLESS = places.ROOT / "tests" / "architecture" / "harmless_columns.txt"
# In a table named erasable: what its rows are found by, not what they say.
KEYS_OF_ERASABLE = {
    ("erasable_application_draft_text", "section"),
    ("erasable_application_draft_text", "of"),
    ("erasable_identity", "source"),
    ("erasable_identity", "withdrawn_because"),
}


def _columns() -> set[tuple[str, str]]:
    """Every column that can hold words, except a closed list of codes, and every birth date."""
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if (isinstance(field, WORDS) and not field.choices) or "birth" in field.name
    }


def _erased() -> tuple[set[tuple[str, str]], set[str]]:
    """Columns that are emptied, and tables of which whole rows go."""
    of = erasable.declare().erasable
    columns = {(each.table, column) for each in of for column in each.empty}
    return columns, {each.table for each in of if not each.empty}


def _harmless() -> set[tuple[str, str]]:
    lines = [line.split("#")[0].split() for line in HARMLESS.read_text().splitlines()]
    return {(line[0], line[1]) for line in lines if line}


def test_every_column_of_words_is_erased_or_declared_harmless() -> None:
    columns, tables = _erased()
    undeclared = {
        one
        for one in _columns() - columns - _harmless() - KEYS_OF_ERASABLE
        if one[0] not in tables | erasable.OF_NOBODY
    }
    assert undeclared == set(), (
        "Each of these columns can hold words about a person. Erase it in retention/erasable.py, "
        f"or say in {HARMLESS.name} why it names nobody."
    )


def test_what_is_declared_harmless_is_there_and_is_not_erased_too() -> None:
    columns, _ = _erased()
    assert _harmless() - _columns() == set()
    assert _harmless() & columns == set()


def test_every_table_named_erasable_is_erased() -> None:
    named = {
        model._meta.db_table for model in apps.get_models() if model._meta.db_table.startswith("erasable_")
    }
    columns, tables = _erased()
    assert named - erasable.OF_NOBODY == ({table for table, _ in columns} | tables) & named
    assert len(named) >= 12


def test_words_that_lead_to_nobody_are_known() -> None:
    of_nobody = {model._meta.label for model, _ in erasable.texts() if not erasable.leads(model)}
    assert of_nobody == {
        "cases.LawAcceptance",
        "cases.PolicySetting",
        "retention.Certificate",
        "retention.PartyAction",
        "oversight.OversightItem",
        "oversight.OversightItemStep",
        "oversight.Assurance",
        "oversight.IncidentStep",
        "oversight.RemedyAction",
        "oversight.MeetingEntry",
        "oversight.ActionLooked",
        "oversight.RestatementTold",
        "oversight.StaffingChange",
        "oversight.TrendAlarm",
        "oversight.KeptQuestion",
    }
