"""Forms of imports: handing in files, and working an exception to its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Officer
from cases.choices import ImportKind
from cases.forms_intake import PastDayField
from cases.models import Material
from cases.powers import powers
from cases.services.uploads import HandedIn


class ManyFiles(forms.ClearableFileInput):
    """A box that takes one or several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, in the order in which they were chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file, checked as one is."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if not chosen:
            raise forms.ValidationError("Choose at least one file", code="required")
        return [super(FilesField, self).clean(one, initial) for one in chosen]


class HandInForm(forms.Form):
    """Which kind of spreadsheet, the files, and for whom it is allowed whether they are history."""

    kind = forms.ChoiceField(label="What the files are", widget=forms.RadioSelect)
    spreadsheets = FilesField(
        label="Files",
        help_text=".xlsx or .csv. Several go in together, in the order in which they are chosen",
        max_length=255,
    )
    historical = forms.BooleanField(
        label="History: what the rows say counts as known from when they were written",
        required=False,
    )

    def __init__(
        self, *args: Any, kinds: Iterable[ImportKind], may_record_history: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(each.value, each.label) for each in kinds]
        if not may_record_history:
            del self.fields["historical"]

    def handed_in(self) -> list[HandedIn]:
        """The files as they came."""
        return [HandedIn(file.name, file.read()) for file in self.cleaned_data["spreadsheets"]]


class CorrectForm(forms.Form):
    """The day on which each item was taken, and the power; what is right already stays as it is."""

    def __init__(self, *args: Any, items: Iterable[Material], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[f"taken_{item.pk}"] = PastDayField(
                label=f"{item.get_kind_display()}: day of taking",
                required=False,
                help_text="The day in London. For example, 6 4 2016",
            )
        self.fields["power"] = forms.ChoiceField(
            label="Power", required=False, choices=[("", "Leave as it is"), *powers()]
        )
        self.fields["reason"] = _reason("How you know", required=False)

    def days(self) -> dict[int, date | None]:
        """The day typed for each item."""
        return {item.pk: self.cleaned_data.get(f"taken_{item.pk}") for item in self.items}


class ReasonForm(forms.Form):
    """The reason for which a warning is accepted or an exception counts as settled."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _reason(label)


class GiveForm(forms.Form):
    """Somebody else to work on an exception."""

    to = forms.ModelChoiceField(Officer.objects.none(), label="New owner", empty_label="Choose somebody")

    def __init__(self, *args: Any, officers: QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = officers
        to.label_from_instance = lambda officer: officer.display_name


def _reason(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
