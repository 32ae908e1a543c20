"""A deputy decides while the chief officer is absent, as is on record for that day with its evidence.

Recorded on the person's page, told where an application is allocated and decided, and held to by page, door
and ordinary import; what no record shows is refused with the reason.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts import selectors
from accounts.choices import DeputyGround, Rank, Role
from accounts.errors import AccountRefused, AlreadyHeld
from accounts.models import DeputyHeld
from accounts.services import officers
from audit import clock
from audit.choices import Verb
from audit.models import AuditEvent
from cases.choices import ImportKind
from cases.determiners import determiners
from cases.errors import AuthorityRefused
from cases.models import Determination, Refusal
from cases.services.imports import columns
from cases.services.imports.importing import import_files
from cases.services.transition import HistoricalMove, replay
from tests import casework
from tests.casework import at, step
from tests.people import sign, signed_in
from tests.spreadsheets import log

pytestmark = pytest.mark.django_db
TAKEN, DAY, EVE = date(2016, 3, 1), date(2016, 6, 1), date(2016, 5, 31)
WHY = "Necessary and proportionate, for each kind."


@pytest.fixture
def deputy():
    return casework.officer(Role.CHIEF_OFFICER, rank=Rank.DEPUTY_CHIEF_CONSTABLE, name="Dep Uty")


@pytest.fixture
def administrator():
    return casework.officer(Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def case(jfit):
    sofs = casework.officer(Role.SOFS_OFFICER)
    made = casework.case(by=sofs, taken_on=TAKEN)
    step(made, "refer", sofs, on=date(2016, 5, 20))
    force = casework.force_of("13")
    step(made, "apply", jfit, on=date(2016, 5, 20), reasons=WHY, to_force=force, months=24)
    return made


def recorded(officer, ground=DeputyGround.CHIEF_UNABLE, *, first=DAY, last=None, force="13", **more):
    return officers.record_standing(
        officer, ground, "D/2016/02", force=casework.force_of(force), from_on=first, to_on=last, **more
    )


def test_an_administrator_records_it_on_the_persons_page_ends_it_and_takes_a_mistake_back(
    deputy, administrator
):
    page = reverse("accounts:officer", args=[deputy.pk])
    said = {"force": casework.force_of("13").pk, "evidence": "D/2016/02"}
    said |= {"from_on_day": "1", "from_on_month": "6", "from_on_year": "2016"}
    with at(DAY):
        client = signed_in(administrator, Client())
        assert f'href="{page}deputy/"' in client.get(page).text or 'href="deputy/"' in client.get(page).text
        refused = client.post(f"{page}deputy/", said)
        assert "Choose what is so" in refused.text and "D/2016/02" in refused.text
        client.post(f"{page}deputy/", said | {"ground": "chief_unable"})
        held = DeputyHeld.objects.get(officer=deputy)
        assert "The chief officer is absent or unable to act" in client.get(page).text
        again = client.post(f"{page}deputy/", said | {"ground": "chief_unable"})
        assert "on record" in again.text and "end that one first" in again.text
        client.post(
            f"{page}deputy/{held.pk}/end/",
            {"last_day_day": "30", "last_day_month": "6", "last_day_year": "2016"},
        )
        ended = DeputyHeld.objects.current().get(officer=deputy)
        assert ended.to_on == date(2016, 6, 30)
        client.post(f"{page}deputy/{ended.pk}/withdraw/")
    assert not DeputyHeld.objects.current().exists() and DeputyHeld.objects.count() == 2
    told = AuditEvent.objects.filter(subject_type="officer", subject_id=deputy.pk).order_by("pk")
    assert [event.verb for event in told][-3:] == [
        Verb.DEPUTY_RECORDED,
        Verb.DEPUTY_ENDED,
        Verb.FACT_WITHDRAWN,
    ]
    assert told.filter(verb=Verb.DEPUTY_RECORDED).get().actor_id == administrator.pk


def test_it_needs_evidence_and_is_never_recorded_of_oneself(deputy):
    with pytest.raises(AccountRefused, match="reference to what shows it"):
        officers.record_standing(
            deputy, DeputyGround.CHIEF_UNABLE, " ", force=casework.force_of("13"), from_on=DAY
        )
    with pytest.raises(AccountRefused, match="Nobody changes their own"):
        recorded(deputy, by=deputy)
    recorded(deputy, last=DAY)
    with pytest.raises(AlreadyHeld, match="already; end that one first"):
        recorded(deputy)


def test_where_an_application_is_allocated_the_deputy_is_told_of_with_the_reason_why_not(case, deputy):
    """On the eve of the absence, and in another force's, the deputy may not; on its first day, yes."""
    recorded(deputy, force="06", first=TAKEN)
    recorded(deputy, first=DAY)

    def why_not(day):
        with at(day):
            return next(each.why_not for each in determiners(case, day) if each.officer == deputy)

    assert "needs the consent of the Chief Constable, or one who is unable" in why_not(EVE)
    assert why_not(DAY) == ""


def test_the_deputy_decides_on_the_page_from_the_first_day_of_the_absence_and_the_record_shows_it(
    case, deputy
):
    recorded(deputy)
    with pytest.raises(AuthorityRefused, match="or one who is unable to act"):
        step(case, "determine", deputy, on=EVE, months=24, reasons=WHY)
    url = reverse("cases:decide", args=[case.pk])
    with at(DAY):
        client = signed_in(deputy, Client())
        page = client.get(url)
        assert "D/2016/02" in page.text and "The chief officer is absent or unable to act" in page.text
        typed = {"items": [str(casework.items_of(case)[0])], "decision": "approve", "months": "24"}
        carried = {"seen": page.context["form"]["seen"].value(), "do": "do", "reasons": WHY}
        client.post(url, carried | typed | sign(deputy))
    made = Determination.objects.get(case=case)
    assert (made.capacity, made.consent_evidence, made.void_because) == ("acting", "D/2016/02", "")
    rows = {key: value for part in made.record.file.said["sections"] for key, value in part["rows"]}
    assert (rows["Capacity"], rows["Evidence of acting for the chief officer"]) == ("Acting", "D/2016/02")


def test_a_refusal_by_a_deputy_says_by_what_they_acted_too(case, deputy):
    recorded(deputy)
    step(case, "refuse", deputy, on=DAY, reasons=WHY)
    said = Refusal.objects.get(case=case)
    assert (said.capacity, said.consent_evidence) == ("acting", "D/2016/02")


@pytest.mark.parametrize("on", [EVE, DAY])
def test_an_ordinary_import_asks_for_it(case, deputy, tmp_path, on):
    recorded(deputy)
    importer = casework.officer(Role.JFIT_MANAGER)
    row = {"JFIT ref": "J/1", "SOFS ref": case.ref, "Decision": "NSD application", "Decided by": "Jo Fit"}
    row |= {"Decided on": "20/05/2016", "Chief officer": deputy.username, "Force": "13"}
    row |= {"Rank": "Deputy Chief Constable", "NSD months": "24", "Chief officer why": WHY}
    row |= {"Chief officer decision": "Approved", "Chief officer decided on": f"{on:%d/%m/%Y}"}
    with at(on):
        file = log(tmp_path / "log.csv", row, headings=columns.LOG + columns.LOG_MORE)
        report = import_files(ImportKind.JFIT_LOG, [file], by=importer, historical=False)
    said = " ".join(problem["why"] for problem in report.as_json()["exceptions"])
    if on == DAY:
        assert said == "" and Determination.objects.get(case=case).consent_evidence == "D/2016/02"
    else:
        assert "or one who is unable to act" in said and not Determination.objects.exists()


@pytest.mark.parametrize(
    ("on", "wanted"), [(EVE, ("none", "", "no_authority")), (DAY, ("acting", "D/2016/02", ""))]
)
def test_history_is_void_where_it_is_not_on_record_and_counts_where_it_is(case, deputy, on, wanted):
    recorded(deputy)
    said = {"months": 24, "rank": "DCC", "force": casework.force_of("13")}
    with at(DAY):
        told = HistoricalMove(case.pk, "determine", on, deputy, clock.moment(), details=said)
        replay([told], recorded_by=casework.officer(Role.MIGRATION_OFFICER))
    made = Determination.objects.get(case=case)
    assert (made.capacity, made.consent_evidence, made.void_because) == wanted


def test_an_assistant_decides_only_as_the_one_designated(case):
    assistant = casework.officer(Role.CHIEF_OFFICER, rank=Rank.ASSISTANT_CHIEF_CONSTABLE)
    recorded(assistant)
    with pytest.raises(AuthorityRefused, match="except the one designated"):
        step(case, "determine", assistant, on=DAY, months=24, reasons=WHY)
    recorded(assistant, DeputyGround.DESIGNATED)
    step(case, "determine", assistant, on=DAY, months=24, reasons=WHY)
    assert Determination.objects.get(case=case).capacity == "acting"


def test_where_another_deputy_is_the_more_senior_not_even_consent_helps(case, deputy):
    officers.record_consent(deputy, "C/1", force=casework.force_of("13"), from_on=TAKEN)
    recorded(deputy, DeputyGround.NOT_MOST_SENIOR)
    with pytest.raises(AuthorityRefused, match="most senior Deputy Chief Constable"):
        step(case, "determine", deputy, on=DAY, months=24, reasons=WHY)


def test_an_absence_runs_from_its_first_day_although_it_is_recorded_in_two_parts(deputy):
    """Three months at most, for the Deputy Commissioner: a second record does not begin them anew."""
    recorded(deputy, first=date(2016, 1, 1), last=date(2016, 2, 29))
    recorded(deputy, first=date(2016, 3, 1))
    recorded(deputy, DeputyGround.NOT_MOST_SENIOR, first=date(2015, 1, 1))
    force = casework.force_of("13")
    facts = selectors.standing_on(deputy, date(2016, 4, 2), force).facts
    assert facts.chief_unable_since == date(2016, 1, 1) and not facts.most_senior
    assert not facts.designated and not facts.every_deputy_unable
    assert selectors.standing_on(deputy, date(2015, 12, 31), force).facts.chief_unable_since is None
    assert selectors.standing_on(deputy, date(2015, 12, 31), force).evidence == ""
