"""Forms of chases and of ports; the services decide what may be recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Force
from retention.choices import ContactMade
from retention.models import PortContact

NOBODY_ON_RECORD = ""


class ContactForm(forms.Form):
    """Who was reached, how, what they said and for when they promised the profile."""

    how = forms.ChoiceField(
        label="How",
        choices=ContactMade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they were reached"},
    )
    contact = forms.ChoiceField(label="With whom", required=False, widget=forms.RadioSelect)
    name = forms.CharField(label="Name of somebody else", required=False, max_length=200)
    on = DateField(label="On which day")
    words = forms.CharField(
        label="What they said", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    promised_for = DateField(label="Profile promised for", required=False)

    def __init__(self, *args: Any, contacts: Iterable[PortContact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        box: Any = self.fields["contact"]
        if self.contacts:
            box.choices = [
                *((pk, contact.who.name) for pk, contact in self.contacts.items()),
                (NOBODY_ON_RECORD, "Somebody else"),
            ]
        else:
            del self.fields["contact"]
            name = self.fields["name"]
            name.label, name.required = "With whom", True
            name.error_messages["required"] = "Enter with whom you spoke"

    def chosen(self) -> PortContact | None:
        """The contact on record that was chosen."""
        return self.contacts.get(self.cleaned_data.get("contact", NOBODY_ON_RECORD))


class EscalateForm(forms.Form):
    """What the manager is to do."""

    words = forms.CharField(
        label="What the manager is to do",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the manager is to do, and why chasing was not enough"},
    )


class PortForm(forms.Form):
    """A port to put on record."""

    name = forms.CharField(
        label="Name of the port, as takings give it",
        max_length=100,
        error_messages={"required": "Enter the name of the port"},
    )
    force = forms.ModelChoiceField(
        Force.objects.all(), label="Force", required=False, empty_label="Not known"
    )


class PersonForm(forms.Form):
    """Somebody to call at a port."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the contact"}
    )
    telephone = forms.CharField(label="Telephone", required=False, max_length=50)
    email = forms.EmailField(label="E-mail", required=False)
    from_on = DateField(label="From which day")


class EndForm(forms.Form):
    """The last day of a contact."""

    last_day = DateField(label="Last day")
