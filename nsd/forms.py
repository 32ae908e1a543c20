"""How forms are drawn: Django's own rendering, with the GOV.UK field templates of ``templates/forms/``."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

# The first that fits counts: in Django the widget of many checkboxes is itself a kind of radio group.
INPUT_CLASSES = (
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)
KINDS = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.MultiWidget, "group"),
)

REQUIRED = forms.Field.default_error_messages["required"]


def _first(table: tuple[tuple[type[forms.Widget], str], ...], widget: forms.Widget, otherwise: str) -> str:
    return next((value for kind, value in table if isinstance(widget, kind)), otherwise)


class GovukBoundField(BoundField):
    """A field of a form as the templates see it: its kind, its classes, and where its error link leads."""

    @property
    def kind(self) -> str:
        """Which mark-up draws it: radios, checkboxes, checkbox, group (as a date) or input."""
        return _first(KINDS, self.field.widget, "input")

    @property
    def problems(self) -> list[str]:
        """The messages to show. Where Django says only "required", they say what to do with which field."""
        return [
            self._asked_for() if error.code == "required" and message == REQUIRED else message
            for error in self.errors.as_data()
            for message in error.messages
        ]

    def _asked_for(self) -> str:
        label = str(self.label)
        inside = label if label[1:2].isupper() else label[:1].lower() + label[1:]
        if self.kind == "checkbox":
            return f'Tick "{label}" to go on'
        if self.kind == "checkboxes":
            return f"Choose at least one: {inside}"
        chosen = isinstance(self.field.widget, forms.Select | forms.RadioSelect)
        return f"{'Choose' if chosen else 'Enter'} the {inside}"

    @property
    def wrong_parts(self) -> frozenset[str]:
        """The parts of a many-box field its errors name, such as day and month; empty when none is named."""
        return frozenset(
            part for error in self.errors.as_data() for part in (error.params or {}).get("parts", ())
        )

    @property
    def error_target(self) -> str:
        """The id an error link leads to: the first wrong box, the first choice, or the field itself."""
        parts = getattr(self.field.widget, "parts", ())
        if parts:
            wrong = [part for part in parts if part in self.wrong_parts] or list(parts)
            return f"{self.auto_id}_{wrong[0]}"
        return f"{self.auto_id}_0" if self.kind in ("radios", "checkboxes") else str(self.auto_id)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's own attributes, with the GOV.UK class and the names of the wrong boxes added."""
        widget = widget or self.field.widget
        built: dict[str, Any] = dict(super().build_widget_attrs(attrs, widget))
        css = _first(INPUT_CLASSES, widget, "")
        if css and self.errors and self.kind == "input" and not widget.is_hidden:
            css = f"{css} {css}--error"
        given = widget.attrs.get("class", "")
        built["class"] = f"{css} {given}".strip()
        if isinstance(widget, forms.MultiWidget):
            built.pop("class")
            built["wrong_parts"] = self.wrong_parts or (
                frozenset(getattr(widget, "parts", ())) if self.errors else frozenset()
            )
        # The browser's own bubbles would hide our messages, which say more.
        built.pop("required", None)
        return built


class GovukRenderer(TemplatesSetting):
    """The renderer of every form: set as ``FORM_RENDERER``."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField
