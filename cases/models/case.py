"""The case, its state, and the transitions that it declares.

The declarations below are the only description of the workflow: the one door (``cases.services.transition``)
asks them, the database trigger is generated from them, and the reviewed table of permissions is compared with
them. Nothing else changes ``state``.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import RETURN_VALUE, FSMField, transition

from cases import permissions as may
from cases.choices import CaseState, PositionStatus
from cases.models.guards import OnlyDeclaredEdges
from cases.models.subjects import Subject
from cases.querysets import CaseQuerySet

S = CaseState


def nothing_is_held(case: "Case") -> bool:
    """Whether every item of the case is evidenced gone from wherever it was held."""
    return not case.is_held


AWAITING_SIGN_OFF = [S.STOP_WITH_INSPECTOR, S.STOP_WITH_SUPERINTENDENT]


class Case(models.Model):
    """A case about one subject: the work on some items of material.

    ``version`` counts the movements; a person's page carries the version they saw. The columns from ``power``
    down are a cache of the law's answer about the items, written by ``cases.positions`` alone.
    ``last_lawful_day`` is that of the earliest item still held (samples apart, where anything else is);
    ``urgency`` and ``sort_day`` give the order of every queue.
    """

    ref = models.CharField(max_length=40, unique=True, help_text="The SOFS reference")
    jfit_ref = models.CharField(max_length=40, blank=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    opened_on = models.DateField()
    state = FSMField(max_length=30, choices=CaseState.choices, default=CaseState.WITH_SOFS)
    version = models.PositiveIntegerField(default=0)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="held_cases"
    )
    held_since = models.DateField(
        null=True, blank=True, help_text="The day on which it came to its state; taking it changes nothing"
    )

    power = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=100, blank=True)
    nation = models.CharField(max_length=2, blank=True)
    force = models.ForeignKey(
        "accounts.Force", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_on = models.DateField(null=True, blank=True, help_text="The earliest taking")
    is_legacy = models.BooleanField(default=False)
    status = models.CharField(
        max_length=20, choices=PositionStatus.choices, default=PositionStatus.UNRESOLVED
    )
    last_lawful_day = models.DateField(null=True, blank=True)
    candidate_day = models.DateField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(default=1, help_text="0 must destroy to 4 indefinite")
    sort_day = models.DateField(null=True, blank=True)
    is_held = models.BooleanField(default=True, help_text="Whether an item of it is not yet evidenced gone")

    objects = CaseQuerySet.as_manager()

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        triggers = [OnlyDeclaredEdges()]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=PositionStatus.values), name="case_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-is_held", "urgency", "sort_day", "id"], name="case_queue_order"),
            models.Index(fields=["state", "urgency", "sort_day", "id"], name="case_state_queue"),
            models.Index(fields=["last_lawful_day", "id"], name="case_last_lawful_day"),
            models.Index(fields=["holder", "state"], name="case_holder"),
        ]

    def __str__(self) -> str:
        return self.ref

    # SOFS
    # -------------------------------------------------------------------------------------------------------

    @transition(field=state, source=S.WITH_SOFS, target=S.RETAINED_ON_OTHER_BASIS, permission=may.retain)
    def retain(self) -> None:
        """SOFS found a basis that keeps the material lawful without a determination."""

    @transition(field=state, source=S.WITH_SOFS, target=S.WITH_JFIT, permission=may.refer)
    def refer(self) -> None:
        """SOFS refers the case, with or without the profile (further report, paragraph 19)."""

    @transition(field=state, source=S.RETAINED_ON_OTHER_BASIS, target=S.WITH_JFIT, permission=may.resume)
    def resume(self) -> None:
        """The other basis fell away, so JFIT must consider a determination."""

    # JFIT
    # -------------------------------------------------------------------------------------------------------

    @transition(field=state, source=S.WITH_JFIT, target=S.WITH_SOFS, permission=may.send_back)
    def send_back(self) -> None:
        """A named person sends the case back to SOFS."""

    @transition(field=state, source=S.WITH_JFIT, target=S.WITH_CHIEF_OFFICER, permission=may.apply)
    def apply(self) -> None:
        """JFIT applies for a determination."""

    @transition(
        field=state,
        source=S.WITH_JFIT,
        target=RETURN_VALUE(S.STOP_WITH_INSPECTOR, S.STOP_WITH_SUPERINTENDENT),
        permission=may.stop,
    )
    def stop(self, *, inspectors_sign_off: bool) -> str:
        """JFIT decides provisionally not to apply; who signs off follows the policy of the day."""
        return S.STOP_WITH_INSPECTOR if inspectors_sign_off else S.STOP_WITH_SUPERINTENDENT

    @transition(
        field=state, source=S.WITH_CHIEF_OFFICER, target=S.WITH_JFIT, permission=may.withdraw_application
    )
    def withdraw_application(self) -> None:
        """JFIT withdraws its application."""

    @transition(
        field=state, source=S.WITH_CHIEF_OFFICER, target=S.WITH_CHIEF_OFFICER, permission=may.reallocate
    )
    def reallocate(self) -> None:
        """JFIT allocates its application to another force."""

    # Chief Officer
    # ----------------------------------------------------------------------------------------------

    @transition(field=state, source=S.WITH_CHIEF_OFFICER, target=S.NSD_IN_FORCE, permission=may.determine)
    def determine(self) -> None:
        """A determination was made by someone who could, in time."""

    @transition(field=state, source=S.WITH_CHIEF_OFFICER, target=S.NSD_REFUSED, permission=may.refuse)
    def refuse(self) -> None:
        """The Chief Officer refuses the application."""

    @transition(field=state, source=S.NSD_IN_FORCE, target=S.WITH_JFIT, permission=may.reopen)
    def reopen(self) -> None:
        """A renewal is due, or the determination was revoked or overridden by the Commissioner's order."""

    # Sign-off
    # ---------------------------------------------------------------------------------------------------

    @transition(field=state, source=AWAITING_SIGN_OFF, target=S.STOP_CONFIRMED, permission=may.confirm_stop)
    def confirm_stop(self) -> None:
        """The provisional Stop-NSD is confirmed."""

    @transition(
        field=state, source=S.STOP_WITH_INSPECTOR, target=S.STOP_WITH_SUPERINTENDENT, permission=may.refer_up
    )
    def refer_up(self) -> None:
        """The Inspector has a doubt or a concern (further report, paragraph 23)."""

    @transition(
        field=state, source=S.STOP_WITH_SUPERINTENDENT, target=S.WITH_JFIT, permission=may.overrule_stop
    )
    def overrule_stop(self) -> None:
        """The Superintendent overrules: back to JFIT, with the reason and the same last lawful day."""

    @transition(
        field=state, source=S.STOP_WITH_SUPERINTENDENT, target=S.STOP_WITH_INSPECTOR, permission=may.hand_over
    )
    def hand_over(self) -> None:
        """The sign-off policy changed: what waited for a Superintendent goes to Inspectors."""

    # The end
    # ----------------------------------------------------------------------------------------------------

    @transition(
        field=state,
        source=[state for state in CaseState.values if state != S.CLOSED],
        target=S.CLOSED,
        conditions=[nothing_is_held],
        permission=may.close,
    )
    def close(self) -> None:
        """Every holding is verified gone."""
