"""Forms of who has a case, and of notes. They check the shape of what was typed; services decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Officer
from cases.forms import StepForm
from cases.services.notes import LONGEST


class GiveForm(StepForm):
    """To whom the case is given."""

    to = forms.ModelChoiceField(
        Officer.objects.none(),
        label="Give it to",
        help_text="Only those who are here today and whose work it is are offered",
        empty_label="Choose somebody",
        error_messages={
            "required": "Choose to whom you give it",
            "invalid_choice": "Choose somebody whose work it is today. The list has changed since",
        },
    )

    def __init__(self, *args: Any, officers: Iterable[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = Officer.objects.filter(pk__in=[officer.pk for officer in officers])
        self.order_fields(("to", "seen"))


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(
        label="Your note",
        help_text="Whoever may see the case sees it. Never a reason for a decision: those have a place there",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write the note"},
    )
    seen = forms.CharField(widget=forms.HiddenInput)
