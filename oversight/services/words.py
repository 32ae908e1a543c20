"""What people write for oversight: kept where it can be erased, required where a record needs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.models import ErasableText
from cases.services.words import needed
from oversight.errors import OversightRefused


def written(text: str, by: Officer, missing: str) -> ErasableText:
    """The words, stored. Raises OversightRefused with ``missing`` where there are none."""
    return needed(text, by, missing, OversightRefused)


def written_if(text: str, by: Officer) -> ErasableText | None:
    """The words, stored; None where there are none."""
    return written(text, by, "") if text.strip() else None


def check_role(by: Officer, roles: frozenset[str], refusal: str) -> None:
    """Raises OversightRefused, with who may, for somebody without one of the roles today."""
    if not roles_on(by, clock.today()) & roles:
        raise OversightRefused(refusal)


def check_past(day: date, what: str) -> None:
    """Raises OversightRefused for a day that has not come."""
    today = clock.today()
    if day > today:
        raise OversightRefused(
            f"{what}: {day:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date."
        )


def check_ahead(day: date | None, what: str) -> date:
    """The day. Raises OversightRefused where there is none or it is not after today."""
    today = clock.today()
    if day is None or day <= today:
        raise OversightRefused(f"{what} must be after today, {today:%-d %B %Y}.")
    return day


def tell(verb: Verb, row: models.Model, by: Officer, payload: Mapping[str, Any], **about: Any) -> None:
    """Record that ``by`` did something; about the row itself, or about a ``case`` where one is given."""
    case_id = about.get("case_id")
    record(
        verb,
        subject_type="case" if case_id else row._meta.model_name or "",
        subject_id=case_id or row.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"fact": row.pk, **payload},
        row=row,
    )
