"""What was lost: mitigation reviewed monthly, replacement on its own clock, remedies, actions, matches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from audit.facts import stamp
from audit.models import AuditEvent
from cases.errors import FactRefused
from cases.models import CounterfactualReview, ErasableIdentity, Material
from cases.services.batches import make_batch
from cases.services.requests import ask
from oversight import lost
from oversight.errors import OversightRefused
from oversight.figures import LAPSES, MATCHES
from oversight.models import MatchIncident, Mitigation, Remedy
from oversight.selectors import Days, answers
from oversight.services.matches import (
    Reported,
    end_match,
    record_match,
    review_in_law,
    tell_commissioner,
)
from oversight.services.mitigating import Reviewed, link_replacement, record_mitigation
from oversight.services.remedies import Remedies, record_action, record_remedies
from tests import casework
from tests.casework import at, items_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 1, 5)
LAST = date(2026, 7, 4)
TODAY = date(2026, 8, 3)
NEXT = date(2026, 9, 1)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "manager": casework.officer(Role.JFIT_MANAGER),
        "legal": casework.officer(Role.LEGAL_REVIEWER),
        "office": casework.officer(Role.COMMISSIONER_OFFICE),
    }


def lapsed(people, would_have_applied="yes", **more):
    """A case of Schedule 7 that lapsed after 4 July 2026 with JFIT, reviewed for whether it was lost."""
    with at(TAKEN):
        case = casework.case(by=people["sofs"], taken_on=TAKEN, **more)
    casework.step(case, "refer", people["sofs"], on=TAKEN)
    with at(TODAY):
        CounterfactualReview.objects.create(
            case=case,
            would_have_applied=would_have_applied,
            reviewed_on=TODAY,
            **stamp(people["manager"]),
        )
    return case


def found(people, **more):
    said = {
        "status": "being_sought",
        "wanted": "yes",
        "obtainable": "not_known",
        "body": "ctu",
        "body_name": "CTU North",
        "owner": people["manager"],
        "next_review_on": NEXT,
    }
    return Reviewed(**(said | more))


def lapses(people):
    return answers([LAPSES], Days(TODAY, TODAY), people["manager"], TODAY)["lapses"]


# Mitigation -------------------------------------------------------------------------------------------------


def test_a_lost_case_is_not_yet_considered_until_it_is_and_each_review_is_kept(people):
    case, stopped = lapsed(people), lapsed(people, "no")
    with at(TODAY):
        (row,) = lost.to_mitigate(people["manager"], TODAY)
        assert (row.case_id, row.status_words) == (case.pk, "Not yet considered")
        record_mitigation(case.pk, found(people), by=people["jfit"])
        record_mitigation(
            case.pk, found(people, status="other_action", action="Watched at ports"), by=people["jfit"]
        )
        (row,) = lost.to_mitigate(people["manager"], TODAY)
        assert (row.status_words, row.next_review_on) == ("Other action under way", NEXT)
        assert Mitigation.objects.filter(case=case).count() == 2
        counted = {code: many for code, _, many in lost.by_status([row])}
        assert counted["other_action"] == 1 and counted["not_considered"] == 0
        page = signed_in(people["office"]).get(reverse("oversight:mitigate", args=[case.pk]))
        assert "Watched at ports" in page.text and "CTU North" in page.text and page.context["forms"] == []
        assert stopped.ref not in signed_in(people["office"]).get(reverse("oversight:mitigation")).text
        timeline = signed_in(people["jfit"]).get(f"/cases/{case.pk}/timeline/").text
        assert "Mitigation reviewed: other action under way" in timeline
        assert AuditEvent.objects.filter(verb="mitigation_recorded", subject_id=case.pk).count() == 2
    assert "lost case to review" not in _home(people["manager"], NEXT - timedelta(days=1))
    assert "1 lost case to review" in _home(people["manager"], NEXT)
    with at(NEXT + timedelta(days=1)):
        listed = signed_in(people["manager"]).get(reverse("oversight:mitigation"))
        assert "1 monthly review late" in listed.text


def test_a_mitigation_says_who_how_and_when_it_is_looked_at_again(people):
    case, fresh = lapsed(people), casework.case(by=people["sofs"], taken_on=TODAY)
    with at(TODAY):
        for said, words in (
            ({"next_review_on": None}, "reviewed monthly"),
            ({"next_review_on": TODAY + timedelta(days=32)}, "reviewed monthly"),
            ({"owner": None}, "who follows it up"),
            ({"obtainable": "yes"}, "how replacement material"),
            ({"status": "other_action"}, "what else"),
            ({"status": "nothing_more"}, "why nothing more"),
            ({"status": "not_considered"}, "how far"),
            ({"status": "replaced"}, "Link the replacement"),
        ):
            with pytest.raises(OversightRefused, match=words):
                record_mitigation(case.pk, found(people, **said), by=people["jfit"])
        with pytest.raises(OversightRefused, match="JFIT or a senior manager"):
            record_mitigation(case.pk, found(people), by=people["sofs"])
        with pytest.raises(OversightRefused, match="has not lapsed"):
            record_mitigation(fresh.pk, found(people), by=people["jfit"])
        assert not Mitigation.objects.exists()


def test_replacement_material_has_its_own_clock_and_the_lapse_stays_counted(people):
    case = lapsed(people)
    with at(TODAY):
        before = lapses(people).number
        again = casework.case(by=people["sofs"], taken_on=TODAY, subject=case.subject)
        stranger = casework.case(by=people["sofs"], taken_on=TODAY)
        older = casework.case(by=people["sofs"], taken_on=LAST, subject=case.subject)
        with pytest.raises(OversightRefused, match="review first"):
            link_replacement(case.pk, again.ref, by=people["jfit"])
        record_mitigation(case.pk, found(people), by=people["jfit"])
        for other, words in (
            (stranger.ref, "another person"),
            (older.ref, "it replaces nothing"),
            ("S/none", "no other case"),
            (case.ref, "no other case"),
        ):
            with pytest.raises(OversightRefused, match=words):
                link_replacement(case.pk, other, by=people["jfit"])
        link_replacement(case.pk, again.ref, by=people["jfit"])
        record_mitigation(case.pk, found(people, status="replaced"), by=people["jfit"])
        (row,) = lost.to_mitigate(people["manager"], TODAY)
        assert (row.status, row.replaced_by, row.next_review_on) == ("replaced", again.ref, None)
        assert lapses(people).number == before == 1
        assert {item.last_lawful_day for item in Material.objects.filter(case=again)} == {date(2027, 2, 2)}
        assert {item.last_lawful_day for item in Material.objects.filter(case=case)} == {LAST}
        page = signed_in(people["jfit"]).get(reverse("oversight:mitigate", args=[case.pk])).text
        assert again.ref in page and "2 February 2027" in page
        assert (
            f"Replaces what was lost in {case.ref}"
            in signed_in(people["jfit"]).get(f"/cases/{again.pk}/timeline/").text
        )


# Remedies ---------------------------------------------------------------------------------------------------


def test_every_lapse_has_three_remedies_or_a_reason_and_is_a_breach_in_law_whatever_its_harm(people):
    case, other = lapsed(people), lapsed(people, "no")
    three = {"fixed": "Deleted", "prevented": "Queue by last lawful day", "mitigated": "Person sought"}
    with at(TODAY):
        for said, words in (
            ({"fixed": "Deleted"}, "reason for none"),
            (three | {"legal": "none"}, "is a breach"),
            (three | {"security": ""}, "both axes"),
        ):
            with pytest.raises(OversightRefused, match=words):
                record_remedies(
                    [case.pk],
                    Remedies(**({"legal": "medium", "security": "none"} | said)),
                    by=people["manager"],
                )
        assert not Remedy.objects.exists()
        page = reverse("oversight:remedy", args=[case.pk])
        said = {f"record-{name}": text for name, text in three.items()}
        said |= {"do": "record", "record-legal": "high", "record-security": "none", "record-for_all": "on"}
        assert signed_in(people["manager"]).post(page, said).status_code == 302
        kept = {remedy.case_id: remedy for remedy in lost.remedies()}
        assert kept.keys() == {case.pk, other.pk}
        assert (kept[case.pk].legal, kept[case.pk].security) == ("high", "none")
        listed = signed_in(people["office"]).get(f"{reverse('oversight:remedies')}?show=recorded").text
        assert "Harmful: JFIT would have applied" in listed and "Would have been stopped anyway" in listed
        assert "Queue by last lawful day" in signed_in(people["office"]).get(page).text
        with pytest.raises(OversightRefused, match="Managers record"):
            record_remedies(
                [case.pk], Remedies(legal="low", security="none", why_none="x"), by=people["jfit"]
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Remedy.objects.create(
                case=case, legal="low", security="none", recorded_on=TODAY, **stamp(people["manager"])
            )


def test_an_action_is_tagged_dated_and_judged_by_a_figure_then_and_now(people):
    lapsed(people)
    with at(TODAY):
        for said, words in (({"tag": ""}, "what the action is for"), ({"figure": "x"}, "Choose the figure")):
            with pytest.raises(OversightRefused, match=words):
                record_action(
                    **({"tag": "prevent", "figure": "lapses"} | said),
                    done_on=LAST,
                    words="Ports called after 21 days",
                    by=people["manager"],
                )
        made = record_action(
            "prevent", done_on=LAST, words="Ports called after 21 days", figure="lapses", by=people["manager"]
        )
        assert made.value_then == 0
        page = signed_in(people["office"]).get(reverse("oversight:actions"))
        shown = {group["title"]: group["actions"] for group in page.context["groups"]}
        assert [each["now"] for each in shown["Prevent"]] == [1] and shown["Remedy"] == []
        assert "Ports called after 21 days" in page.text


# Matches ----------------------------------------------------------------------------------------------------


def test_no_match_is_said_in_words_on_the_page_the_desk_and_the_figure(people):
    with at(TODAY):
        browser = signed_in(people["office"])
        for url in (
            reverse("oversight:matches"),
            reverse("oversight:desk"),
            reverse("oversight:figures"),
            reverse("oversight:figure", args=["matches"]),
        ):
            assert MATCHES.none in browser.get(url).text


def test_a_match_without_cover_is_quarantined_reviewed_in_law_told_and_only_then_ended(people):
    case = lapsed(people)
    prints = items_of(case)[0]
    said = Reported(matched_on=LAST + timedelta(days=1), reported_by="NDNAD 7", words="A crime stain")
    with at(TODAY):
        with pytest.raises(OversightRefused, match="could lawfully be held"):
            record_match(prints, Reported(matched_on=LAST, reported_by="N 1", words="x"), by=people["sofs"])
        with pytest.raises(OversightRefused, match="records a match"):
            record_match(prints, said, by=people["office"])
        match = record_match(prints, said, by=people["sofs"])
        with pytest.raises(OversightRefused, match="recorded already"):
            record_match(prints, said, by=people["jfit"])
        assert match.disclosure_blocked
        assert (
            "Disclosure is blocked"
            in signed_in(people["office"]).get(reverse("oversight:match", args=[match.pk])).text
        )
        assert "1 match against material without cover" in _home(people["legal"], TODAY)
        for act in (
            lambda: end_match(match.pk, words="Done", by=people["office"]),
            lambda: tell_commissioner(match.pk, words="By letter", by=people["jfit"]),
            lambda: review_in_law(match.pk, words="Fine", may_disclose=True, by=people["jfit"]),
        ):
            with pytest.raises(OversightRefused):
                act()
        review_in_law(match.pk, words="Not to be used", may_disclose=False, by=people["legal"])
        tell_commissioner(match.pk, words="By letter", by=people["legal"])
        assert "1 match against material without cover" in _home(people["office"], TODAY)
        with pytest.raises(OversightRefused, match="ends an incident"):
            end_match(match.pk, words="Done", by=people["legal"])
        ended = end_match(match.pk, words="No use was made of it", by=people["office"])
        assert (ended.status, ended.disclosure_blocked) == ("ended", True)
        figure = answers([MATCHES], Days(TODAY, TODAY), people["office"], TODAY)["matches"]
        assert (figure.number, figure.rows[0].match_id) == (1, match.pk)
        before = answers([MATCHES], Days(LAST, TODAY), people["office"], TODAY)["matches"]
        assert before.number == 0
        assert (
            match.ref in signed_in(people["office"]).get(reverse("oversight:figure", args=["matches"])).text
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            MatchIncident.objects.filter(pk=match.pk).update(status="quarantined", disclosure_blocked=False)


def test_nothing_about_a_case_whose_match_is_blocked_goes_out_until_a_legal_reviewer_lets_it(people):
    blocked, other = lapsed(people), lapsed(people)
    with at(TODAY):
        for case in (blocked, other):
            ErasableIdentity.objects.create(subject=case.subject, surname="Orrell", **stamp(people["sofs"]))
        said = Reported(matched_on=LAST + timedelta(days=1), reported_by="NDNAD 7", words="A crime stain")
        match = record_match(items_of(blocked)[0], said, by=people["sofs"])
        asked = ask(blocked.pk, by=people["jfit"], to="security_service")
        with pytest.raises(FactRefused, match=f"disclosure is blocked by match {match.ref}"):
            make_batch(by=people["jfit"])
        free = ask(other.pk, by=people["jfit"], to="security_service")
        page = reverse("cases:batches")
        assert f"disclosure is blocked by match {match.ref}" in signed_in(people["jfit"]).get(page).text
        assert [line.request for line in make_batch(by=people["jfit"]).lines.all()] == [free]
        review_in_law(match.pk, words="It may be used", may_disclose=True, by=people["legal"])
        assert [line.request for line in make_batch(by=people["jfit"]).lines.all()] == [asked]


def _home(officer, day):
    with at(day):
        return signed_in(officer).get("/").text
