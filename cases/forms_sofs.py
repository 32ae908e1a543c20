"""Forms of SOFS's work: enrolment, checks, an investigation ended, a conviction withdrawn, and ways back.

They read and check the shape of what was typed; the services decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.fields import DateField
from cases.choices import CheckKind, CheckResult, MaterialKind
from cases.forms import StepForm
from cases.forms_intake import PastDayField
from cases.forms_requests import one_of, words
from cases.models import Conviction, Material
from cases.services.checks import Found
from cases.services.enrolment import Enrolled
from cases.sofs import DATABASE_OF

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_OR_NO = [(YES, "Yes"), (NO, "No")]


def _conditional(form: forms.Form, *names: str) -> None:
    """These are needed with some answers, so that they are never called optional."""
    for name in names:
        field: Any = form.fields[name]
        field.is_conditional = True


@dataclass(frozen=True, slots=True)
class Group:
    """The boxes of one item."""

    item: Material
    boxes: list[Any]


class EnrolForm(forms.Form):
    """The reference and the day of each item that is enrolled; an item left empty is not."""

    def __init__(
        self, *args: Any, items: Iterable[Material], awaited: Collection[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.awaited = list(items), awaited
        for item in self.items:
            name = item.get_kind_display()
            place = DATABASE_OF[MaterialKind(item.kind)].label
            self.fields[f"reference_{item.pk}"] = forms.CharField(
                label=f"{name}: reference in the {place}",
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
            )
            if item.pk in awaited:
                self.fields[f"received_{item.pk}"] = PastDayField(
                    label=f"{name}: received by SOFS on", required=False
                )
            self.fields[f"on_{item.pk}"] = PastDayField(label=f"{name}: loaded on", required=False)
        _conditional(self, *self.fields)

    @property
    def groups(self) -> list[Group]:
        """The boxes, item by item."""
        return [
            Group(item, [self[name] for name in self.fields if name.endswith(f"_{item.pk}")])
            for item in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """All of an item, or nothing of it; and something."""
        said = super().clean() or {}
        begun = [item for item in self.items if self._is_begun(item)]
        for item in begun:
            name = item.get_kind_display()
            self._need(said, f"reference_{item.pk}", f"Enter the reference: {_small(name)}")
            self._need(said, f"on_{item.pk}", f"Enter the day of loading: {_small(name)}")
            if item.pk in self.awaited:
                self._need(said, f"received_{item.pk}", f"Enter the day of receipt: {_small(name)}")
        if not begun and not self.errors:
            raise forms.ValidationError("Enter the reference and the day of at least one item")
        return said

    def _is_begun(self, item: Material) -> bool:
        return any(
            str(value).strip()
            for name, value in self.data.items()
            if name.startswith(tuple(f"{part}_{item.pk}" for part in ("reference", "on", "received")))
            and name.split("_")[1] == str(item.pk)
        )

    def _need(self, said: dict[str, Any], name: str, missing: str) -> None:
        if not said.get(name) and name not in self.errors:
            self.add_error(name, missing)

    @property
    def entries(self) -> list[Enrolled]:
        """What is to be recorded."""
        said = self.cleaned_data
        return [
            Enrolled(
                item, said[f"reference_{item.pk}"], said[f"on_{item.pk}"], said.get(f"received_{item.pk}")
            )
            for item in self.items
            if said.get(f"reference_{item.pk}")
        ]


def _small(name: str) -> str:
    return name if name[1:2].isupper() else name[0].lower() + name[1:]


class CheckForm(forms.Form):
    """What was looked up about the person, and what it found."""

    kind = one_of("What was checked", CheckKind.choices, missing="Choose what was checked")
    on = PastDayField(label="Checked on", help_text="For example, 6 4 2016")
    result = one_of("Result", CheckResult.choices, missing="Choose the result")
    evidence = words(
        "Where the result is shown",
        hint="The number of the print, the message or the officer who answered",
        missing="Enter where the result is shown",
        rows=2,
    )
    convicted_on = PastDayField(
        label="Convicted on",
        required=False,
        help_text="Only where the result is Convicted, and the conviction is not on record yet",
    )
    recordable = one_of("Was the offence recordable?", YES_OR_NO, hint="Only recordable offences count")
    exempt = one_of(
        "Is it an exempt conviction (Terrorism Act)?",
        YES_OR_NO,
        hint="Committed under 18, and not a qualifying offence. One alone gives no basis; two do",
    )
    excluded = one_of(
        "Is it an excluded offence (PACE)?",
        [*YES_OR_NO, (UNKNOWN, "Not known")],
        hint="The only conviction, committed under 18, and no custodial sentence of 5 years or more",
    )
    foreign = forms.BooleanField(label="Convicted outside the United Kingdom", required=False)
    same_course_as = forms.ModelChoiceField(
        Conviction.objects.none(),
        label="Of one course of action with another on record",
        required=False,
        empty_label="No",
        help_text="Convictions of one course of action count as one",
    )
    custodial_months = forms.IntegerField(
        label="Under 18 at the offence: months of custody",
        required=False,
        min_value=0,
        max_value=1200,
        help_text="Only for a first conviction under 18 (PACE section 63K). 0 for a sentence without custody",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter whole months of custody, from 0 to 1200"
        ),
    )
    sentenced_on = PastDayField(label="Sentenced on", required=False, help_text="If not on that day")
    arrested_on = PastDayField(
        label="Abroad: arrested on", required=False, help_text="From it the five years of section 63KA run"
    )
    again_by = DateField(
        label="To be checked again by",
        required=False,
        help_text="Only where that is sooner than the policy asks, for example after a hearing",
    )

    def __init__(self, *args: Any, convictions: QuerySet[Conviction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_conviction = convictions.exists()
        course: Any = self.fields["same_course_as"]
        course.queryset = convictions.filter(same_course_as=None)
        course.label_from_instance = lambda each: f"That of {each.convicted_on:%-d %B %Y}"
        if not self.has_conviction:
            del self.fields["same_course_as"]
        _conditional(self, "convicted_on", "recordable", "exempt", "excluded")

    def clean(self) -> dict[str, Any]:
        """A conviction is told whole, with the result Convicted and with no other."""
        said = super().clean() or {}
        convicted = said.get("result") == CheckResult.CONVICTED
        has_day = bool(said.get("convicted_on")) or "convicted_on" in self.errors
        if convicted and not has_day and not self.has_conviction:
            self.add_error("convicted_on", "Enter the day of the conviction")
        self._sentence(said)
        if has_day and said.get("result") and not convicted:
            self.add_error(
                "result", "A day of conviction goes with the result Convicted. Choose it, or leave it"
            )
        if convicted and (has_day or not self.has_conviction):
            for name, missing in (
                ("recordable", "Choose whether the offence was recordable"),
                ("exempt", "Choose whether the conviction is exempt"),
                ("excluded", "Choose whether the offence is excluded, or that it is not known"),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        return said

    def _sentence(self, said: dict[str, Any]) -> None:
        """Days of a sentence and an arrest go with what they are days of."""
        custody = said.get("custodial_months")
        if said.get("sentenced_on") and custody is None and "custodial_months" not in self.errors:
            self.add_error("custodial_months", "Enter the months of custody, 0 for none, or leave the day")
        if said.get("arrested_on") and not said.get("foreign"):
            self.add_error("arrested_on", "Only for a conviction abroad. Tick that, or leave the day")

    @property
    def found(self) -> Found | None:
        """The conviction found, if one was."""
        said = self.cleaned_data
        if not said.get("convicted_on"):
            return None
        excluded = {YES: True, NO: False}.get(said["excluded"])
        return Found(
            said["convicted_on"],
            said["recordable"] == YES,
            said["exempt"] == YES,
            excluded,
            is_foreign=said["foreign"],
            same_course_as=said.get("same_course_as"),
            custodial_months=said["custodial_months"],
            sentenced_on=said["sentenced_on"],
            arrested_on=said["arrested_on"],
        )


class ConcludedForm(forms.Form):
    """The day on which the investigation or the proceedings concluded."""

    on = PastDayField(
        label="Concluded on",
        help_text="The day of the decision to take no further action, or that on which proceedings ended",
    )


class ResumeForm(StepForm):
    """Why the case goes to JFIT after all."""

    reasons = words(
        "What fell away",
        hint="For example a conviction that was withdrawn, with where that is shown",
        missing="Enter what fell away",
    )


class SendBackForm(StepForm):
    """What SOFS is to do."""

    reasons = words("What SOFS is to do", missing="Enter what SOFS is to do")


class WithdrawForm(StepForm):
    """Why the application is taken back."""

    reasons = words("Why it is withdrawn", missing="Enter why it is withdrawn")


class ReopenForm(StepForm):
    """Why the case is taken up again."""

    reasons = words(
        "Why it is taken up again",
        hint="A renewal that falls due, a revocation, or the Commissioner's order, with where that is shown",
        missing="Enter why it is taken up again",
    )
