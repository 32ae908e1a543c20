"""Signing in: a password and a one-time code of everybody, limits on guessing and on sessions."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine as clocks
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.choices import Role
from accounts.models import Officer
from accounts.services import demo, officers
from accounts.session import SEEN
from audit.choices import Verb
from audit.models import AuditEvent
from tests.people import PASSWORD, enrol, person, present_code, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]


@pytest.fixture(autouse=True)
def quick_hashing(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.people.QuickHasher"]


SIGN_IN, CODE, ME = "/accounts/sign-in/", "/accounts/sign-in/code/", "/accounts/you/"


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def give_password(client: Client, officer: Officer, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": officer.username, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(ME).status_code == 200


def test_a_password_alone_signs_nobody_in_and_the_code_does(client: Client) -> None:
    officer = person(Role.JFIT_OFFICER, password=PASSWORD)
    enrol(officer)
    answer = give_password(client, officer)
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert not is_signed_in(client)
    answer = client.post(CODE, {"code": present_code()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)
    event = AuditEvent.objects.get(verb=Verb.SIGNED_IN)
    assert (event.actor_id, event.subject_id, event.actor_name) == (officer.pk, officer.pk, str(officer))
    assert event.request_id


def test_a_wrong_code_is_refused_and_recorded(client: Client) -> None:
    officer = person(password=PASSWORD)
    enrol(officer)
    give_password(client, officer)
    wrong = f"{(int(present_code()) + 1) % 10**6:06}"
    answer = client.post(CODE, {"code": wrong})
    assert "The code is not the present one" in answer.text
    assert not is_signed_in(client)
    event = AuditEvent.objects.get(verb=Verb.SIGN_IN_FAILED)
    assert (event.subject_id, event.payload) == (officer.pk, {"factor": "code"})


def test_a_code_serves_once(client: Client) -> None:
    officer = person(password=PASSWORD)
    enrol(officer)
    with clocks.travel(datetime(2026, 11, 25, 10, 0, 1, tzinfo=UTC), tick=False):
        give_password(client, officer)
        client.post(CODE, {"code": present_code()})
        another = Client()
        give_password(another, officer)
        assert "The code is not the present one" in another.post(CODE, {"code": present_code()}).text


def test_the_first_sign_in_leads_to_enrolment_and_nowhere_else(client: Client) -> None:
    officer = person(Role.SYSTEM_ADMINISTRATOR, password=PASSWORD)
    give_password(client, officer)
    for path in (ME, "/accounts/officers/", "/accounts/you/recovery-codes/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/you/app/"), path
    page = client.get("/accounts/you/app/")
    assert 'src="/accounts/you/app/picture.svg"' in page.text
    assert "data:image" not in page.text
    secret = re.search(r'<strong class="app-num">(\w+)</strong>', page.text)[1]
    picture = client.get("/accounts/you/app/picture.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert picture.text.startswith("<?xml") and "<svg" in picture.text
    answer = client.post("/accounts/you/app/", {"code": present_code(secret)}, follow=True)
    codes = re.findall(r"<li>(\d{4,}[\d ]*)</li>", answer.text)
    assert len(codes) == 10
    assert is_signed_in(client)
    assert "second_factor_added" in verbs()
    assert Authenticator.objects.get(type="totp").data["secret"] != secret, "it is stored encrypted"

    assert client.get("/accounts/you/app/")["Location"] == ME, "one app each"

    by_recovery_code = Client()
    give_password(by_recovery_code, officer)
    by_recovery_code.post(CODE, {"code": codes[0]})
    assert is_signed_in(by_recovery_code)
    again = Client()
    give_password(again, officer)
    again.post(CODE, {"code": codes[0]})
    assert not is_signed_in(again), "a recovery code serves once"


def test_the_picture_shows_nothing_when_nobody_enrols(client: Client) -> None:
    assert signed_in(person()).get("/accounts/you/app/picture.svg").status_code == 404
    assert client.get("/accounts/you/app/picture.svg").status_code == 302


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_a_name_that_nobody_has_gets_the_same_answer_as_a_wrong_password(client: Client) -> None:
    officer = person(password=PASSWORD)
    gone = person(password=PASSWORD)
    officers.leave(gone, by=officer)
    no_password = person()

    def answer(username: str, password: str) -> tuple[int, str]:
        response = client.post(SIGN_IN, {"login": username, "password": password})
        return response.status_code, without_tokens(response.text).replace(f'value="{username}"', "")

    wrong = answer(officer.username, "not the password")
    assert "do not match an account that may sign in" in wrong[1]
    assert answer("nobody.at.all", "not the password") == wrong
    assert answer(no_password.username, "not the password") == wrong
    assert answer(gone.username, PASSWORD) == wrong, "nor is one who left told apart"
    assert answer("system", "!") == wrong
    failed = AuditEvent.objects.filter(verb=Verb.SIGN_IN_FAILED).order_by("id")
    assert [event.subject_id for event in failed][:4] == [officer.pk, None, no_password.pk, gone.pk]
    assert "nobody.at.all" not in str(list(failed.values()))


def test_guessing_is_slowed_down_whether_or_not_the_name_exists(client: Client) -> None:
    officer = person(password=PASSWORD)
    for username in (officer.username, "nobody.at.all"):
        for _ in range(5):
            client.post(SIGN_IN, {"login": username, "password": "a guess"})
        answer = client.post(SIGN_IN, {"login": username, "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
        assert "Too many attempts" in answer.text, username


def test_nobody_enrols_themselves_and_nothing_is_mailed(client: Client) -> None:
    for path in ("signup/", "password/reset/", "login/code/", "email/", "sign-up/"):
        assert client.get(f"/accounts/{path}").status_code == 404, path
    for name in ("account_signup", "account_reset_password", "account_email", "mfa_deactivate_totp"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_session_ends_after_half_an_hour_without_a_click() -> None:
    officer = person()
    start = datetime(2026, 11, 25, 9, tzinfo=UTC)
    with clocks.travel(start, tick=False) as clock:
        client = signed_in(officer)
        assert is_signed_in(client)
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert is_signed_in(client)
        clock.shift(timedelta(minutes=30))
        answer = client.get("/accounts/you/?page=2", follow=True)
        assert answer.redirect_chain == [("/accounts/sign-in/?next=/accounts/you/%3Fpage%3D2", 302)]
        assert "signed out after 30 minutes without a click" in answer.text
        assert not is_signed_in(client)
    assert AuditEvent.objects.get(verb=Verb.SESSION_ENDED).payload == {"because": "idle"}


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    officer = person()
    with clocks.travel(datetime(2026, 11, 25, 6, tzinfo=UTC), tick=False) as clock:
        client = signed_in(officer)
        for _ in range(36):
            assert is_signed_in(client)
            clock.shift(timedelta(minutes=20))
        assert not is_signed_in(client)
    assert AuditEvent.objects.get(verb=Verb.SESSION_ENDED).payload == {"because": "longest"}


def test_clicks_within_a_minute_write_nothing() -> None:
    with clocks.travel(datetime(2026, 11, 25, 6, tzinfo=UTC), tick=False) as clock:
        client = signed_in(person())
        client.get(ME)
        seen = client.session[SEEN]
        clock.shift(timedelta(seconds=59))
        client.get(ME)
        assert client.session[SEEN] == seen
        clock.shift(timedelta(seconds=1))
        client.get(ME)
        assert client.session[SEEN] == seen + 60


def test_one_who_left_is_out_at_the_next_click() -> None:
    officer, administrator = person(), person(Role.SYSTEM_ADMINISTRATOR)
    client = signed_in(officer)
    assert is_signed_in(client)
    officers.leave(officer, by=administrator)
    assert not is_signed_in(client)


def test_signing_out_is_recorded_and_needs_a_click(client: Client) -> None:
    officer = person()
    client = signed_in(officer)
    client.get("/accounts/sign-out/")
    assert is_signed_in(client), "a link from elsewhere signs nobody out"
    client.post("/accounts/sign-out/")
    assert not is_signed_in(client)
    assert AuditEvent.objects.get(verb=Verb.SIGNED_OUT).actor_id == officer.pk


def test_a_password_is_changed_by_who_knows_the_present_one() -> None:
    officer = person(password=PASSWORD)
    enrol(officer)
    client = signed_in(officer)
    new = {"password1": "another long password", "password2": "another long password"}
    answer = client.post("/accounts/you/password/", {"oldpassword": "a guess"} | new)
    assert "Present password" in answer.text and not verbs().count("password_changed")
    answer = client.post("/accounts/you/password/", {"oldpassword": PASSWORD} | new)
    assert answer.status_code == 302
    officer.refresh_from_db()
    assert officer.check_password("another long password")
    assert verbs().count("password_changed") == 1


def test_the_demonstrations_people_sign_in_with_the_code_that_the_command_shows(client: Client) -> None:
    call_command("make_demo_officers", verbosity=0)
    call_command("make_demo_officers", verbosity=0)
    assert Officer.objects.filter(username="jfit.manager").count() == 1
    for who, username in (("jfit_manager", "jfit.manager"), ("a.carnforth", "a.carnforth")):
        browser, said = Client(), StringIO()
        browser.post(SIGN_IN, {"login": username, "password": demo.PASSWORD})
        call_command("demo_code", who, stdout=said)
        browser.post(CODE, {"code": said.getvalue().strip()})
        assert is_signed_in(browser), who
    with pytest.raises(CommandError, match="Nobody with the role or username 'dragon'"):
        call_command("demo_code", "dragon")


def test_every_role_has_one_person_of_the_demonstration_that_the_list_names() -> None:
    said = StringIO()
    call_command("demo_people", stdout=said)
    for role in Role.values:
        assert re.search(rf"  \S+ +.+ {role}\b", said.getvalue()), role
    assert demo.PASSWORD in said.getvalue()


@pytest.mark.parametrize(
    "command", [("make_demo_officers",), ("demo_code", "jfit_manager"), ("demo_people",)]
)
def test_production_knows_no_demonstration(command: tuple[str, ...], settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command(*command)
    assert not Officer.objects.exclude(username="system").exists()


def test_the_first_administrator_is_added_by_a_command_and_only_the_first(monkeypatch) -> None:
    monkeypatch.setattr("accounts.management.commands.add_administrator.getpass", lambda _: PASSWORD)
    call_command("add_administrator", "a.first", "A First", stdout=StringIO())
    assert Officer.objects.get(username="a.first").check_password(PASSWORD)
    with pytest.raises(CommandError, match="a system administrator already"):
        call_command("add_administrator", "a.second", "A Second")
