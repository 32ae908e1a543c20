"""The pages that end or undo a determination: what is left without it is shown first, then recorded."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import Form
from django.http import Http404
from django.utils.functional import cached_property

from accounts.choices import Rank, Role
from cases import bases, holding
from cases.choices import HoldingOutcome, VoidBecause
from cases.forms_ends import HoldingForm, RevokeForm, VoidForm
from cases.models import Determination
from cases.services.ends import find_void
from cases.services.revoking import continue_holding, revoke, why_not
from cases.views.fact import FactPage, changes
from law import facts as law_facts

FINDS_VOID = frozenset({Role.LEGAL_REVIEWER})
ENDS = frozenset({Role.CHIEF_OFFICER})


class OfDetermination(FactPage):
    """What is recorded about one determination of a case."""

    template_name = "cases/determination_fact.html"
    stands_no_longer: ClassVar[str] = (
        "This determination stands no longer as it did. Open the case to see what does."
    )

    @cached_property
    def determination(self) -> Determination:
        """The determination, of this case."""
        rows = Determination.objects.filter(case=self.case, pk=self.kwargs["determination_pk"])
        found = rows.select_related("maker", "maker_force", "reasons").first()
        if found is None:
            raise Http404
        return found

    @property
    def act(self) -> str:
        """Its id among the acts that the law is told."""
        return f"nsd:{self.determination.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The determination as it is on record."""
        made = self.determination
        rows = made.listed.select_related("material").order_by("pk")
        return super().get_context_data(**kwargs) | {
            "made": made,
            "made_rank": str(Rank(made.maker_rank).label)
            if made.maker_rank in Rank.values
            else made.maker_rank,
            "listed": ", ".join(str(row.material.get_kind_display()) for row in rows),
        }


class VoidPage(OfDetermination):
    """``/cases/<pk>/determinations/<determination_pk>/void/``: a legal reviewer finds it void."""

    allowed_roles = FINDS_VOID
    title, button = "Find a determination void", "Record that it was void"
    lede = (
        "For a determination that nobody with authority made. It is kept, marked void from the start, "
        "and counts for nothing. What relied on it, a renewal among that, is worked out anew."
    )

    def form(self, data: Any = None) -> VoidForm:
        """Why."""
        return VoidForm(data)

    def why_not(self) -> str:
        """Where it is void already, or stands no longer."""
        if self.determination.withdrawn_at is not None:
            return self.stands_no_longer
        if self.determination.void_because:
            return f"It is marked void already: {self.determination.get_void_because_display().lower()}."
        return ""

    def consequence(self, form: Form) -> list[dict[str, str]]:
        """What is left of each item's time without it."""
        then = bases.bases_of(self.case, less=[self.act])
        said = form.cleaned_data
        return [
            {"key": "Determination", "value": f"Of {self.determination.made_on:%-d %B %Y}"},
            {"key": "Why it was void", "value": str(VoidBecause(said["because"]).label)},
            {"key": "Your reasons", "value": said["reasons"]},
            *changes(bases.bases_of(self.case), then, self.today),
            {
                "key": "Then",
                "value": "JFIT has the case again where nothing else keeps it. What has no cover is hidden "
                "and ordered deleted at once. The Commissioner is told.",
            },
        ]

    def record(self, form: Form) -> str:
        """Record it."""
        said = form.cleaned_data
        find_void(self.determination.pk, by=self.officer, because=said["because"], reasons=said["reasons"])
        return f"the determination of {self.determination.made_on:%-d %B %Y} is marked void from the start."


class RevokePage(OfDetermination):
    """``/cases/<pk>/determinations/<determination_pk>/revoke/``: a Chief Officer ends it today."""

    allowed_roles = ENDS
    signs = True
    title, button = "Revoke a determination", "Revoke it"
    lede = (
        "A determination that is no longer necessary for the purposes of national security is ended. Today "
        "is its last day. What nothing else keeps is ordered to go at once."
    )

    def form(self, data: Any = None) -> Form:
        """Why."""
        return RevokeForm(data)

    def why_not(self) -> str:
        """Who may, and whether there is anything left to end."""
        if self.determination.withdrawn_at is not None:
            return self.stands_no_longer
        return why_not(self.determination, self.case, self.officer, self.today)

    def consequence(self, form: Form) -> list[dict[str, str]]:
        """What is left of each item's time."""
        return [
            {"key": "Determination", "value": f"Of {self.determination.made_on:%-d %B %Y}"},
            {"key": "Its last day", "value": f"Today, {self.today:%-d %B %Y}"},
            {"key": "Your reasons", "value": form.cleaned_data["reasons"]},
            *self.ended(),
            {
                "key": "Then",
                "value": "JFIT has the case again where no other determination keeps it. A deletion order "
                "opens at once for what nothing else keeps.",
            },
        ]

    def ended(self) -> list[dict[str, str]]:
        """For each item, until when it may be held with the determination and once it has ended today."""
        made = self.determination
        ended = law_facts.Determination(self.act, made.made_on, made.months, revoked_on=self.today)
        then = bases.bases_of(self.case, more=[ended], less=[self.act])
        before = bases.bases_of(self.case)
        return changes(before, then, self.today, last_day_today="it must go from tomorrow")

    def record(self, form: Form) -> str:
        """Record it."""
        revoke(self.determination.pk, by=self.officer, reasons=form.cleaned_data["reasons"])
        return (
            f"the determination of {self.determination.made_on:%-d %B %Y} is revoked. Today is its last day."
        )


class HoldingPage(RevokePage):
    """``/cases/<pk>/determinations/<determination_pk>/review/``: a Chief Officer reviews a holding NSD."""

    title, button = "Review a holding NSD", "Record the review"
    lede = (
        "It was made on what was known then. With what is known now, it goes on to another day of review or "
        "is revoked; or JFIT applies for a full one, which takes its place."
    )

    def form(self, data: Any = None) -> Form:
        """What was found."""
        return HoldingForm(data)

    def why_not(self) -> str:
        """As for a revocation; and that it is a holding one still to be reviewed."""
        if found := super().why_not():
            return found
        is_due = holding.due_of(self.determination, self.today) is not None
        return "" if is_due else "This is no holding NSD that is still to be reviewed."

    def consequence(self, form: Form) -> list[dict[str, str]]:
        """A revocation shows what follows; that it goes on is read once more as well."""
        if form.cleaned_data["outcome"] == HoldingOutcome.REVOKED:
            return super().consequence(form)
        said = form.cleaned_data
        return [
            {"key": "Holding NSD", "value": f"Of {self.determination.made_on:%-d %B %Y}"},
            {"key": "What you found", "value": "It goes on"},
            {"key": "Next review by", "value": f"{said['next_review_by']:%-d %B %Y}"},
            {"key": "Your reasons", "value": said["reasons"]},
        ]

    def record(self, form: Form) -> str:
        """Record it."""
        said = form.cleaned_data
        if said["outcome"] == HoldingOutcome.REVOKED:
            return super().record(form)
        review = continue_holding(
            self.determination.pk,
            by=self.officer,
            next_review_by=said["next_review_by"],
            reasons=said["reasons"],
        )
        return f"the holding NSD goes on. It is reviewed again by {review.next_review_by:%-d %B %Y}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By when, and what earlier reviews found."""
        return super().get_context_data(**kwargs) | {
            "due_on": holding.due_of(self.determination, self.today),
            "reviews": holding.reviews_of(self.determination),
        }
