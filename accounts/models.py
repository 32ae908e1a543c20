"""Officers, forces and units; the roles, ranks and consents that officers hold from one day to another.

Who holds what is a recorded fact. One that ends is withdrawn and recorded again with its last day;
``from_on`` and ``to_on`` are both days on which it is held, and no ``to_on`` means until further notice.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower

from accounts.choices import DeputyGround, Nation, Rank, Role, UnitKind
from audit.facts import RecordedFact

SYSTEM = "system"


class DaysHeld(Func):
    """The days from ``from_on`` to ``to_on``, both included, as a range."""

    function = "DATERANGE"
    template = "%(function)s(%(expressions)s, '[]')"


class Force(models.Model):
    """A police force. Reference data: added by migration or by an administrator, never deleted."""

    code = models.CharField(max_length=4, unique=True, help_text="As forms and files write it")
    name = models.CharField(max_length=100, unique=True)
    nation = models.CharField(max_length=2, choices=Nation.choices)

    app_may = ("SELECT", "INSERT")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(condition=Q(nation__in=Nation.values), name="force_nation_is_known")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit that people work in."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="units")

    app_may = ("SELECT", "INSERT", "UPDATE(name)")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Officer(AbstractBaseUser):
    """A person known to the system, or the system itself. Nobody is a superuser; roles say what each may do.

    ``is_active`` is false once the person has left. People named in old logs are officers without a usable
    password.
    """

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    # Signing in is an event of the audit; a column of its own would be a second, editable answer.
    last_login = None

    objects: ClassVar[BaseUserManager[Any]] = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    app_may = ("SELECT", "INSERT", "UPDATE(display_name,is_active,password)")

    class Meta:
        ordering = ("display_name",)
        constraints = [models.UniqueConstraint(Lower("username"), name="officer_username_once_in_any_case")]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """The name shown to people."""
        return self.display_name


def _days_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name=name)


class RoleHeld(RecordedFact):
    """An officer holds a role, in a unit where the role is of one."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=30, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            _days_in_order("role_held_days_in_order"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_held_role_is_known"),
            ExclusionConstraint(
                name="role_held_once_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce(F("unit_id"), Value(0, models.BigIntegerField())), RangeOperators.EQUAL),
                    (DaysHeld("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {Role(self.role).label}"


class RankHeld(RecordedFact):
    """An officer holds a rank, or an office, in a force; one at a time."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="ranks_held")
    rank = models.CharField(max_length=40, choices=Rank.choices)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            _days_in_order("rank_held_days_in_order"),
            models.CheckConstraint(condition=Q(rank__in=Rank.values), name="rank_held_rank_is_known"),
            ExclusionConstraint(
                name="rank_held_one_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (DaysHeld("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {Rank(self.rank).label}"


class ConsentHeld(RecordedFact):
    """A force's chief officer consents to an officer's making determinations; ``evidence`` is its reference.

    Source: Police Reform and Social Responsibility Act 2011, s. 41(1)-(4) and s. 45(4).
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="consents_held")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=100)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            _days_in_order("consent_held_days_in_order"),
            models.CheckConstraint(condition=~Q(evidence=""), name="consent_held_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.evidence}"


class DeputyHeld(RecordedFact):
    """A deputy's standing in a force, beside consent: what lets them act for its chief officer, or bars them.

    ``evidence`` is the reference of what shows it. ``from_on`` is the first day on which it was so: for an
    absent chief officer, of the absence.
    Source: Police Reform and Social Responsibility Act 2011, ss. 41 and 44.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="deputies_held")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=DeputyGround.choices)
    evidence = models.CharField(max_length=100)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            _days_in_order("deputy_held_days_in_order"),
            models.CheckConstraint(
                condition=Q(ground__in=DeputyGround.values), name="deputy_held_ground_is_known"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="deputy_held_has_evidence"),
            ExclusionConstraint(
                name="deputy_held_ground_once_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("force", RangeOperators.EQUAL),
                    ("ground", RangeOperators.EQUAL),
                    (DaysHeld("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {DeputyGround(self.ground).label}"
