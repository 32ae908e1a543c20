"""The form of a taking event, and that of a step of an item on its way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from accounts.choices import Nation
from accounts.fields import DateField, wrong
from accounts.models import Force
from audit import clock
from cases.choices import MaterialKind, WhereaboutsStep, WhoHasIt
from cases.models import Material
from cases.powers import OTHER, powers
from cases.services.intake import Person, Sent, TakingEntry
from cases.suggestions import Suggestion

FIRST_YEAR = 1970
NEW, UNSURE = "new", "unsure"
NOT_SENT = "not_sent"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")


class PastDayField(DateField):
    """A day in three boxes that has come and is not before ``first_year``; the error names the wrong part."""

    def __init__(self, *, first_year: int = FIRST_YEAR, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first_year = first_year

    def clean(self, value: Any) -> date | None:
        """The day, or which part of it is wrong and why."""
        day = super().clean(value)
        if day is None:
            return None
        today, name = clock.today(), self._name()
        if day.year < self.first_year:
            raise wrong(
                ("year",),
                f"{name}: year {day.year} is before {self.first_year}, too early to be right. Check the year",
            )
        if day > today:
            parts = "year" if day.year > today.year else "month" if day.month > today.month else "day"
            raise wrong(
                (parts,),
                f"{name}: {day:%-d %B %Y} has not come yet. Today is {today:%-d %B %Y}. Check the {parts}",
            )
        return day


class LondonTimeField(forms.CharField):
    """A time of day on the 24-hour clock, London time."""

    def clean(self, value: Any) -> time | None:
        """The time, or None where none was typed."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = _TIME.fullmatch(text)
        if found is None:
            raise ValidationError(
                f'{self.label}: "{text}" is not a time. Use the 24-hour clock, for example 00:30'
            )
        return time(int(found[1]), int(found[2]))


def _text(label: str, most: int, *, required: bool = False, hint: str = "", width: int = 20) -> Any:
    attrs = {"autocomplete": "off", "spellcheck": "false", "class": f"govuk-input--width-{width}"}
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs=attrs),
    )


class TakingForm(forms.Form):
    """One page for a whole taking event. ``suggested``: people on record whom the person may be."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    surname = _text("Surname", 200)
    forenames = _text("Forenames", 200)
    date_of_birth = PastDayField(label="Date of birth", required=False, first_year=1900)
    pnc_id = _text("PNC ID", 20, hint="For example, 2012/1234567C. Kept as you write it", width=20)
    cro_number = _text("CRO number", 20, hint="For example, 000765/98V", width=20)
    place = _text("Port or station", 100, required=True)
    force = forms.ModelChoiceField(
        Force.objects.none(), label="Force that took it", empty_label="Choose a force"
    )
    nation = forms.ChoiceField(
        label="Nation", choices=Nation.choices, widget=forms.RadioSelect, help_text="Where it was taken"
    )
    power = forms.ChoiceField(label="Power")
    power_as_written = _text(
        "If another power: which",
        100,
        hint="As the papers say it. The dates stay unresolved until somebody settles which rule applies",
    )
    taken = forms.MultipleChoiceField(
        label="What was taken",
        choices=[
            (MaterialKind.FINGERPRINTS.value, "Fingerprints"),
            (MaterialKind.DNA_SAMPLE.value, "DNA sample"),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="A sample makes two items: the sample, and the DNA profile awaited",
    )
    taken_on = PastDayField(
        label="Day of taking", help_text="The day in London. For example, 6 4 2016. 00:30 is the new day"
    )
    taken_time = LondonTimeField(
        label="Time of taking",
        required=False,
        help_text="24-hour clock, UK time. For example, 00:30",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-5"}),
    )
    prints_on = PastDayField(
        label="Fingerprints: day, if another", required=False, help_text="Only if not the day of taking"
    )
    sample_on = PastDayField(
        label="DNA sample: day, if another", required=False, help_text="Only if not the day of taking"
    )
    prints_sent_on = PastDayField(
        label="Fingerprints sent to SOFS on", required=False, help_text="Empty: not sent yet"
    )
    sample_route = forms.ChoiceField(
        label="Where the DNA sample went",
        required=False,
        choices=[
            (WhoHasIt.FSP.value, "To a forensic provider, to be profiled"),
            (WhoHasIt.SOFS.value, "Straight to SOFS"),
            (NOT_SENT, "Not sent yet"),
        ],
        widget=forms.RadioSelect,
    )
    sample_sent_on = PastDayField(label="DNA sample sent on", required=False)
    sample_reference = _text("Seal or barcode of the sample", 60)
    same_as = forms.ChoiceField(
        label="Is it one of these people?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether it is one of the people on record who may be the same",
            "invalid_choice": "The people suggested have changed. Look at them and say again",
        },
    )

    def __init__(self, *args: Any, suggested: Iterable[Suggestion] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        force: Any = self.fields["force"]
        force.queryset = Force.objects.all()
        power: Any = self.fields["power"]
        power.choices = [
            ("", "Choose a power"),
            *powers(),
            (OTHER, "Another power, or one not known"),
        ]
        self._offer(list(suggested))

    def _offer(self, suggested: list[Suggestion]) -> None:
        self.suggested = suggested
        if not suggested:
            del self.fields["same_as"]
            return
        same_as: Any = self.fields["same_as"]
        same_as.choices = [
            *((str(each.identity.subject_id), f"Yes: {each.words}") for each in suggested),
            (NEW, "No: somebody else, a new person"),
            (UNSURE, "Not sure: record a new person, and leave the question for review"),
        ]

    def clean(self) -> dict[str, Any]:
        """What must fit together."""
        said = super().clean() or {}
        if not any(said.get(name) for name in ("surname", "forenames", "pnc_id")) and not (
            {"surname", "forenames", "pnc_id"} & set(self.errors)
        ):
            self.add_error("surname", "Enter a name or a PNC ID: nobody could say whose material this is")
        if said.get("power") == OTHER and not said.get("power_as_written"):
            self.add_error("power_as_written", "Write the power as the papers say it")
        if said.get("power") not in (None, "", OTHER) and said.get("power_as_written"):
            self.add_error("power_as_written", "Choose “Another power” above, or empty this box")
        self._clean_time(said)
        self._clean_items(said)
        self._clean_way(said)
        return said

    def _clean_time(self, said: dict[str, Any]) -> None:
        at, day = said.get("taken_time"), said.get("taken_on")
        if at is None or day is None:
            return
        there = datetime.combine(day, at, clock.LONDON)
        if there.astimezone(clock.UTC).astimezone(clock.LONDON).time() != at:
            self.add_error(
                "taken_time", f"Time of taking: {at:%H:%M} did not exist that night: clocks went forward"
            )
        elif there > clock.moment():
            self.add_error("taken_time", f"Time of taking: {at:%H:%M} today has not come yet. Check the time")

    def _clean_items(self, said: dict[str, Any]) -> None:
        for kind, name, words in (
            (MaterialKind.FINGERPRINTS, "prints_on", "fingerprints"),
            (MaterialKind.FINGERPRINTS, "prints_sent_on", "fingerprints"),
            (MaterialKind.DNA_SAMPLE, "sample_on", "DNA sample"),
            (MaterialKind.DNA_SAMPLE, "sample_sent_on", "DNA sample"),
        ):
            if said.get(name) and kind not in (said.get("taken") or []):
                self.add_error(
                    name, f"{self.fields[name].label}: tick the {words} above, or empty these boxes"
                )

    def _clean_way(self, said: dict[str, Any]) -> None:
        if MaterialKind.DNA_SAMPLE in (said.get("taken") or []):
            route = said.get("sample_route")
            if not route and "sample_route" not in self.errors:
                self.add_error("sample_route", "Choose where the DNA sample went")
            if (
                route in (WhoHasIt.FSP, WhoHasIt.SOFS)
                and not said.get("sample_sent_on")
                and "sample_sent_on" not in self.errors
            ):
                self.add_error("sample_sent_on", "Enter the day on which the DNA sample was sent")
            if route == NOT_SENT and said.get("sample_sent_on"):
                self.add_error("sample_sent_on", "Choose where the DNA sample went, or empty these boxes")
        elif said.get("sample_reference"):
            self.add_error("sample_reference", "Tick the DNA sample above, or empty this box")
        for sent, own in (("prints_sent_on", "prints_on"), ("sample_sent_on", "sample_on")):
            taken_on = said.get(own) or said.get("taken_on")
            if said.get(sent) and taken_on and said[sent] < taken_on:
                self.add_error(
                    sent,
                    f"{self.fields[sent].label}: {said[sent]:%-d %B %Y} is before the taking on "
                    f"{taken_on:%-d %B %Y}",
                )

    @property
    def person(self) -> Person:
        """Who the person is, as far as it could be read."""
        said = self.cleaned_data
        names = ("surname", "forenames", "pnc_id", "cro_number")
        return Person(
            date_of_birth=said.get("date_of_birth"), **{name: said.get(name) or "" for name in names}
        )

    @property
    def chosen(self) -> int | None:
        """The subject whom the person was recognised as."""
        text = self.cleaned_data.get("same_as") or ""
        return int(text) if text.isdigit() else None

    @property
    def told_apart(self) -> tuple[int, ...]:
        """The subjects who were suggested, and of whom the officer says that the person is none."""
        is_new = self.cleaned_data.get("same_as") == NEW
        return tuple(each.identity.subject_id for each in self.suggested) if is_new else ()

    def entry(self) -> TakingEntry:
        """The taking event."""
        said, taken = self.cleaned_data, self.cleaned_data["taken"]
        prints, sample = MaterialKind.FINGERPRINTS in taken, MaterialKind.DNA_SAMPLE in taken
        is_listed = said["power"] != OTHER
        return TakingEntry(
            submission=said["submission"],
            person=self.person,
            place=said["place"],
            force=said["force"],
            nation=said["nation"],
            power=said["power"] if is_listed else "",
            taken_on=said["taken_on"],
            power_as_written=said["power_as_written"],
            prints_on=(said["prints_on"] or said["taken_on"]) if prints else None,
            sample_on=(said["sample_on"] or said["taken_on"]) if sample else None,
            taken_time=said["taken_time"],
            prints_sent=Sent(WhoHasIt.SOFS, said["prints_sent_on"]) if said["prints_sent_on"] else None,
            sample_sent=Sent(said["sample_route"], said["sample_sent_on"])
            if said["sample_sent_on"]
            else None,
            sample_reference=said["sample_reference"],
            same_as=self.chosen,
            not_same=self.told_apart,
        )


class DraftForm(TakingForm):
    """What somebody has not finished: shown as it was typed, and not judged yet."""

    def full_clean(self) -> None:
        """Judge nothing."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}


class WayForm(forms.Form):
    """A step of items on their way: sent, received, a profile derived."""

    items = forms.MultipleChoiceField(label="Which items", widget=forms.CheckboxSelectMultiple)
    step = forms.ChoiceField(
        label="What happened",
        choices=[
            (WhereaboutsStep.RECEIVED.value, "Received"),
            (WhereaboutsStep.SENT.value, "Sent"),
            (WhereaboutsStep.PROFILED.value, "A profile was derived from the sample"),
        ],
        widget=forms.RadioSelect,
    )
    holder = forms.ChoiceField(
        label="By whom", choices=WhoHasIt.choices, widget=forms.RadioSelect, help_text="Who did it"
    )
    to = forms.ChoiceField(
        label="To whom", choices=WhoHasIt.choices, required=False, widget=forms.RadioSelect,
        help_text="Only of what was sent",
    )  # fmt: skip
    on = PastDayField(label="On which day", help_text="For example, 6 4 2016")
    reference = _text("Reference of the consignment", 60)

    def __init__(self, *args: Any, items: Iterable[Material], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(item.pk): item for item in items}
        field: Any = self.fields["items"]
        field.choices = [(pk, item.get_kind_display()) for pk, item in self.offered.items()]

    def clean(self) -> dict[str, Any]:
        """To whom, of what was sent and of nothing else."""
        said = super().clean() or {}
        sent = said.get("step") == WhereaboutsStep.SENT
        if sent and not said.get("to"):
            self.add_error("to", "Choose to whom it was sent")
        if sent and said.get("to") and said.get("to") == said.get("holder"):
            self.add_error("to", "What is sent goes to somebody else. Choose another")
        return said

    @property
    def chosen(self) -> list[Material]:
        """The items chosen."""
        return [self.offered[pk] for pk in self.cleaned_data["items"]]


class SamePersonForm(forms.Form):
    """Whether two people on record are one."""

    answer = forms.ChoiceField(
        label="Your decision",
        choices=[
            ("same", "The same person: they count once, and a conviction of one bears on both"),
            ("different", "Different people"),
        ],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label="How you know", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
