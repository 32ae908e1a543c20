"""The lists of SOFS's work, each behind a count of home. Whoever sees all cases may read them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django_tables2 import SingleTableView

from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases import policy, sofs
from cases.choices import PolicyKey
from cases.permissions import SOFS
from cases.policies import nation_words
from cases.querysets import SEES_ALL_CASES
from cases.tables_sofs import RecheckTable, SofsTable, UndecidedTable, UnenrolledTable


class SofsList(Exporting, RoleRequired, SingleTableView):
    """A list of cases, with the next action of each for whoever works for SOFS."""

    allowed_roles = SEES_ALL_CASES
    template_name = "cases/sofs_list.html"
    table_class: Any = SofsTable
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 50}
    title: ClassVar[str]
    lede: ClassVar[str]
    empty: ClassVar[str] = "Nothing waits here."

    @cached_property
    def officer(self) -> Officer:
        """Who asks."""
        return officer_of(self.request)

    @cached_property
    def today(self) -> date:
        """The business day."""
        return clock.today()

    def get_table_kwargs(self) -> dict[str, object]:
        """What an empty list means."""
        return {"empty_text": self.empty}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The title, and the next action of each case of the page."""
        context = super().get_context_data(**kwargs)
        shown = [row.record for row in context["table"].paginated_rows]
        may = bool(roles_on(self.officer, self.today) & SOFS)
        context["table"].nexts = self.nexts(shown) if may else {}
        return context | {"title": self.title, "lede": self.lede}

    def nexts(self, shown: list[Any]) -> dict[int, sofs.Next]:
        """By case, what SOFS does next."""
        return sofs.next_steps(shown, self.today, on_dna_too=self.on_dna_too)

    @cached_property
    def on_dna_too(self) -> dict[str, int] | None:
        """Whether JFIT starts on DNA alone, by nation; None where the page need not ask."""
        return None


class ToReferPage(SofsList):
    """``/to-refer/``"""

    title = "To retain or refer"
    lede = "Cases with SOFS that can still be saved and that nothing keeps from going on, by last lawful day."

    def get_queryset(self) -> Any:
        """Nearest last lawful day first."""
        cases = sofs.to_refer(self.officer, self.today, on_dna_too=self.on_dna_too)
        return cases.with_subject_name()

    @cached_property
    def on_dna_too(self) -> dict[str, int]:
        """By the policy of the day."""
        return sofs.starts_on_dna(self.today)


class DnaOnlyPage(SofsList):
    """``/dna-only/``"""

    title = "DNA only, waiting for the profile"
    lede = (
        "No fingerprints were taken, so JFIT cannot start before the profile comes, and the last lawful day "
        "comes nearer all the same."
    )
    empty = "No case waits for a profile alone."

    def get_queryset(self) -> Any:
        """Nearest last lawful day first."""
        return sofs.on_dna_alone(self.officer, self.today).with_subject_name()

    @cached_property
    def on_dna_too(self) -> dict[str, int]:
        """By the policy of the day."""
        return sofs.starts_on_dna(self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the policy lets JFIT start all the same."""
        context = super().get_context_data(**kwargs)
        early = self.on_dna_too
        own = [nation_words(nation) for nation, value in early.items() if nation and value != early[""]]
        if early[""]:
            but = f", except of {', '.join(own)}" if own else ""
            context["lede"] = (
                f"No fingerprints were taken. By policy JFIT starts all the same{but}: refer them."
            )
        elif own:
            context["lede"] += f" By policy it starts all the same on cases of {', '.join(own)}: refer those."
        return context


class UndecidedPage(SofsList):
    """``/undecided/``"""

    table_class = UndecidedTable
    title = "Neither retained nor referred in time"
    empty = "SOFS has decided every case in its days."

    def get_queryset(self) -> Any:
        """The longest waiting first."""
        return sofs.undecided(self.officer, self.today, self.days).with_subject_name()

    @cached_property
    def days(self) -> dict[str, int]:
        """Those that SOFS has, by nation."""
        return self._policies[PolicyKey.SOFS_DAYS]

    @cached_property
    def on_dna_too(self) -> dict[str, int]:
        """By the policy of the day."""
        return self._policies[PolicyKey.DNA_ONLY_EARLY]

    @cached_property
    def _policies(self) -> dict[str, dict[str, int]]:
        return policy.together(self.today, PolicyKey.SOFS_DAYS, PolicyKey.DNA_ONLY_EARLY)

    @property
    def lede(self) -> str:  # type: ignore[override]
        """With the days of the policy."""
        return f"Cases that SOFS has had for more than {self.days['']} days, the longest first."


class FellAwayPage(SofsList):
    """``/basis-fell-away/``"""

    title = "The other basis fell away"
    lede = "Retained on a basis that the law does not find any more. Each goes to JFIT while there is time."
    empty = "Every case retained on another basis still has one."

    def get_queryset(self) -> Any:
        """Nearest last lawful day first."""
        return sofs.basis_fell_away(self.officer, self.today).with_subject_name()


class RechecksPage(SofsList):
    """``/rechecks/``"""

    table_class = RecheckTable
    title = "Checks that are due"
    empty = "Every check is up to date."

    def get_queryset(self) -> Any:
        """The longest due first."""
        return sofs.checks_due(self.officer, self.today, self.days).with_subject_name()

    @cached_property
    def days(self) -> dict[str, int]:
        """Those until the next check, by nation."""
        return policy.by_nation(PolicyKey.RECHECK_DAYS, self.today)

    @property
    def lede(self) -> str:  # type: ignore[override]
        """With the days of the policy."""
        return (
            f"A first check is due at once, the next {self.days['']} days after the last. A conviction found "
            "in time keeps the material. The longest due first."
        )

    def nexts(self, shown: list[Any]) -> dict[int, sofs.Next]:
        """To check, of each."""
        return {case.pk: sofs.Next("Record a check", "") for case in shown}


class UnenrolledPage(SofsList):
    """``/unenrolled/``"""

    table_class = UnenrolledTable
    title = "Held, and in no database"
    lede = (
        "Items that no database has under a reference: they cannot be searched, and nobody finds them there."
    )
    empty = "Every item that is held has its reference."

    def get_queryset(self) -> Any:
        """The longest held first."""
        return sofs.unenrolled(self.officer, self.today)

    def nexts(self, shown: list[Any]) -> dict[int, sofs.Next]:
        """To enrol, of each case."""
        return {item.case_id: sofs.Next("Record enrolment", "") for item in shown}
