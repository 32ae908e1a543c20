"""Forms of the accounts room. They read and check what was typed; the services decide."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.adapters import tell_sign_in_failed
from accounts.choices import DeputyGround, Rank, Role
from accounts.fields import DateField
from accounts.models import Force, Unit
from audit.choices import Verb
from audit.record import record

NEW_PASSWORD_HINT = "12 characters or more, and not one that is often used"


def _plain(form: forms.BaseForm, **labels: str) -> None:
    """Our labels, and no placeholders: text inside an empty box vanishes when it is needed."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)


class SignInForm(LoginForm):
    """The first step: name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login="Username", password="Password")
        self.fields["password"].help_text = ""


class PasswordForm(ChangePasswordForm):
    """One's own password, changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, oldpassword="Present password", password1="New password", password2="New password again")
        self.fields["password1"].help_text = NEW_PASSWORD_HINT


class PasswordAgain(PasswordAgainForm):
    """One's own password, asked again before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password="Password")


class _Code:
    """A box for a one-time code; spaces are forgiven and failures recorded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code="Code")  # type: ignore[arg-type]
        self.fields["code"].widget.attrs |= {  # type: ignore[attr-defined]
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "class": "govuk-input--width-10",
        }

    def clean_code(self) -> str:
        """The code, where it is the present one or an unused recovery code."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())  # type: ignore[attr-defined]
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError:
            tell_sign_in_failed(self.user, "code")  # type: ignore[attr-defined]
            raise


class CodeForm(_Code, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Code, ReauthenticateForm):
    """A one-time code, asked again before something that matters."""


class SignForm(CodeAgainForm):
    """A one-time code, asked with each decision that is signed, and good for that one alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code="Code from your authenticator app")
        self.fields["code"].help_text = (
            "Or a recovery code. Each serves once: where you have just used the one that your app shows, "
            "wait for the next"
        )
        self.fields["code"].error_messages["required"] = "Enter the code that your app shows now"

    def sign(self) -> None:
        """Record that the code was right: in the session as django-allauth does, and in the audit."""
        self.save()
        record(
            Verb.SAID_AGAIN_WHO,
            subject_type="officer",
            subject_id=self.user.pk,
            actor_id=self.user.pk,
            actor_name=str(self.user),
            payload={"factor": str(self.authenticator.type)},
        )


class EnrolForm(_Code, ActivateTOTPForm):
    """The first code of a new authenticator app, to show that it has the secret."""


class Held(forms.Form):
    """The days from and to which something is held."""

    from_on = DateField(label="First day")
    to_on = DateField(label="Last day", required=False, help_text="Leave empty when it has no end yet")
    field_order: list[str] | None = None


class RoleForm(Held):
    """A role to give."""

    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *Role.choices])
    unit = forms.ModelChoiceField(
        label="Unit", queryset=Unit.objects.all(), required=False, empty_label="No unit"
    )
    field_order = ["role", "unit", "from_on", "to_on"]


class RankForm(Held):
    """A rank to record."""

    rank = forms.ChoiceField(label="Rank or office", choices=[("", "Choose a rank"), *Rank.choices])
    force = forms.ModelChoiceField(label="Force", queryset=Force.objects.all(), empty_label="Choose a force")
    field_order = ["rank", "force", "from_on", "to_on"]


class ConsentForm(Held):
    """A chief officer's consent to record."""

    force = forms.ModelChoiceField(
        label="Force whose chief officer consents", queryset=Force.objects.all(), empty_label="Choose a force"
    )
    evidence = forms.CharField(
        label="Reference of the written consent",
        max_length=100,
        help_text="Where the consent is filed, for example C/2016/04. No names",
    )
    field_order = ["force", "evidence", "from_on", "to_on"]


class StandingForm(Held):
    """What lets a deputy act for a chief officer, or bars one."""

    ground = forms.ChoiceField(
        label="What is so",
        choices=DeputyGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is so"},
    )
    force = forms.ModelChoiceField(
        label="Force for whose chief officer they act",
        queryset=Force.objects.all(),
        empty_label="Choose a force",
    )
    evidence = forms.CharField(
        label="Reference of what shows it",
        max_length=100,
        help_text="Where the notice of absence or the designation is filed, for example D/2016/02. No names",
    )
    field_order = ["ground", "force", "evidence", "from_on", "to_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].help_text = "The first day on which it was so: for an absence, its first day"


class LastDayForm(forms.Form):
    """The last day on which something is held."""

    last_day = DateField(label="Last day")


class NewPasswordForm(forms.Form):
    """A password that an administrator gives."""

    password = forms.CharField(
        label="Password",
        help_text=NEW_PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
    )


class PersonForm(forms.Form):
    """A person to add."""

    display_name = forms.CharField(label="Name", max_length=150, help_text="As colleagues know them")
    username = forms.CharField(label="Username", max_length=150)
    password = forms.CharField(
        label="First password",
        required=False,
        help_text=f"{NEW_PASSWORD_HINT}. Without one they cannot sign in",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: a page that only asks whether to do it."""
