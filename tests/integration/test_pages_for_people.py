"""Pages of the system administrator, and who may use any page at all."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views import View

from accounts import selectors
from accounts.choices import Rank, Role
from accounts.middleware import DeclaredAudience
from accounts.models import Force, Officer, RoleHeld
from accounts.permissions import EVERYONE, RoleRequired, open_to_all, requires
from accounts.services import officers
from audit.choices import Verb
from audit.models import AuditEvent
from tests.people import PASSWORD, enrol, person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashing(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.people.QuickHasher"]


DAY = {"from_on_day": "6", "from_on_month": "4", "from_on_year": "2016"}
SIXTH = date(2016, 4, 6)


@pytest.fixture
def administrator() -> Officer:
    return person(Role.SYSTEM_ADMINISTRATOR, name="A Minder")


@pytest.fixture
def client(administrator: Officer) -> Client:
    return signed_in(administrator)


def page_of(officer: Officer) -> str:
    return f"/accounts/officers/{officer.pk}/"


def test_a_person_is_added_and_given_a_role(client: Client, administrator: Officer) -> None:
    answer = client.post(
        "/accounts/officers/add/",
        {"display_name": "N Newcomer", "username": "n.newcomer", "password": PASSWORD},
        follow=True,
    )
    officer = Officer.objects.get(username="n.newcomer")
    assert answer.redirect_chain == [(page_of(officer), 302)]
    assert "N Newcomer was added" in answer.text
    answer = client.post(f"{page_of(officer)}role/", {"role": "jfit_officer"} | DAY, follow=True)
    assert "The role was given" in answer.text
    assert selectors.roles_on(officer, SIXTH) == {"jfit_officer"}
    assert selectors.roles_on(officer, date(2016, 4, 5)) == frozenset()
    assert RoleHeld.objects.get(officer=officer).recorded_by == administrator
    people = client.get("/accounts/officers/").text
    assert "N Newcomer" in people and "JFIT officer" in people


def test_a_refusal_is_said_on_the_page_and_nothing_is_kept(client: Client, administrator: Officer) -> None:
    officer = person(Role.JFIT_OFFICER)
    answer = client.post(f"{page_of(officer)}role/", {"role": "jfit_officer"} | DAY)
    assert answer.status_code == 200
    assert "holds the role JFIT officer on one of these days already" in answer.text
    answer = client.post(f"{page_of(officer)}role/", {"role": "emperor"} | DAY)
    assert "There is a problem" in answer.text
    answer = client.post(
        "/accounts/officers/add/", {"display_name": "X", "username": "x", "password": "short"}
    )
    assert "too short" in answer.text
    assert not Officer.objects.filter(username="x").exists()
    answer = client.post(f"{page_of(administrator)}role/", {"role": "commissioner"} | DAY)
    assert answer.status_code == 404 or "Nobody changes their own" in answer.text
    assert RoleHeld.objects.filter(officer=administrator).count() == 1


def test_a_rank_is_recorded_ended_and_withdrawn(client: Client) -> None:
    officer, met = person(), Force.objects.get(code="01")
    client.post(f"{page_of(officer)}rank/", {"rank": "inspector", "force": met.pk} | DAY)
    held = selectors.rank_on(officer, SIXTH)
    assert (held.rank, held.force) == (Rank.INSPECTOR, met)
    last = {"last_day_day": "30", "last_day_month": "6", "last_day_year": "2016"}
    answer = client.post(f"{page_of(officer)}rank/{held.pk}/end/", last, follow=True)
    assert "The last day was recorded" in answer.text and "30 June 2016" in answer.text
    assert selectors.rank_on(officer, date(2016, 7, 1)) is None
    assert client.get(f"{page_of(officer)}rank/{held.pk}/end/").status_code == 404, "it was ended already"
    ended = selectors.rank_on(officer, SIXTH)
    client.post(f"{page_of(officer)}rank/{ended.pk}/withdraw/")
    assert selectors.rank_on(officer, SIXTH) is None


def test_what_one_person_holds_is_not_reached_through_another(client: Client) -> None:
    officer, other = person(Role.JFIT_OFFICER), person()
    held = RoleHeld.objects.get(officer=officer)
    assert client.post(f"{page_of(other)}role/{held.pk}/withdraw/").status_code == 404
    assert client.post(f"{page_of(officer)}rank/{held.pk}/withdraw/").status_code == 404
    held.refresh_from_db()
    assert held.withdrawn_at is None


def test_a_consent_a_password_and_a_lost_factor(client: Client) -> None:
    officer, met = person(), Force.objects.get(code="01")
    enrol(officer)
    client.post(f"{page_of(officer)}consent/", {"force": met.pk, "evidence": "C/2016/04"} | DAY)
    assert selectors.consent_on(officer, SIXTH).evidence == "C/2016/04"
    client.post(f"{page_of(officer)}password/", {"password": PASSWORD})
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    answer = client.post(f"{page_of(officer)}second-factor/", follow=True)
    assert "enrols anew at the next sign-in" in answer.text
    answer = client.post(f"{page_of(officer)}second-factor/")
    assert "has no second factor" in answer.text


def test_one_leaves_and_returns(client: Client) -> None:
    officer = person(Role.JFIT_OFFICER)
    client.post(f"{page_of(officer)}leave/")
    officer.refresh_from_db()
    assert not officer.is_active
    assert "This person has left" in client.get(page_of(officer)).text
    client.post(f"{page_of(officer)}return/")
    officer.refresh_from_db()
    assert officer.is_active


def test_the_list_of_people_needs_as_many_queries_for_many_as_for_few(
    client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(60):
        person(Role.JFIT_OFFICER)
    with django_assert_max_num_queries(8):
        page = client.get("/accounts/officers/")
    assert page.text.count("JFIT officer") == 50 or "page=2" in page.text


def test_your_account_shows_what_you_hold_today() -> None:
    officer = person(Role.JFIT_OFFICER)
    officers.give_role(officer, Role.CTU_OFFICER, from_on=date(2014, 1, 1), to_on=date(2014, 12, 31))
    text = signed_in(officer).get("/accounts/you/").text
    assert "JFIT officer" in text and "CTU officer" not in text


def test_others_are_refused_and_the_refusal_is_recorded(client: Client) -> None:
    officer = person(Role.JFIT_MANAGER)
    pages = ["/accounts/officers/", page_of(officer), "/accounts/officers/add/", f"{page_of(officer)}leave/"]
    for page in pages:
        assert signed_in(officer).get(page).status_code == 403
        assert Client().get(page)["Location"].startswith("/accounts/sign-in/?next=")
    refused = AuditEvent.objects.filter(verb=Verb.ACCESS_REFUSED, actor_id=officer.pk)
    assert [event.payload["view"] for event in refused.order_by("id")][0] == "accounts:officers"
    assert signed_in(officer).get("/accounts/officers/999999/").status_code == 403, (
        "nothing is told of who exists"
    )


def asked_by(officer: Officer) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = officer
    request.session = {}  # type: ignore[assignment]
    return request


def test_a_role_that_has_ended_opens_nothing() -> None:
    @requires(Role.JFIT_OFFICER)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    officer = person()
    officers.give_role(officer, Role.JFIT_OFFICER, from_on=date(2014, 1, 1), to_on=date(2014, 12, 31))
    with pytest.raises(PermissionDenied):
        view(asked_by(officer))
    assert view(asked_by(person(Role.JFIT_OFFICER))).content == b"in"


def test_a_view_that_names_nobody_cannot_be_made() -> None:
    class Page(RoleRequired, View):
        pass

    class Misspelt(RoleRequired, View):
        allowed_roles = ("jfit_ofifcer",)

    for make in (Page.as_view, Misspelt.as_view, requires, lambda: requires("jfit_ofifcer")):
        with pytest.raises(ImproperlyConfigured):
            make()
    with pytest.raises(ImproperlyConfigured, match="RoleRequired"):
        requires(Role.JFIT_OFFICER)(Page)  # type: ignore[arg-type]


def test_a_view_that_declares_nobody_is_never_served() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    guard = DeclaredAudience(view)
    request = asked_by(person())
    with pytest.raises(ImproperlyConfigured, match="does not declare who may use it"):
        guard.process_view(request, view, (), {})
    request.session = {"has_second_factor": True}  # type: ignore[assignment]
    request.resolver_match = None
    for declared in (open_to_all(view), requires(*EVERYONE)(view)):
        assert guard.process_view(request, declared, (), {}) is None
