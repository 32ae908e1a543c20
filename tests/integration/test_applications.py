"""Applications: what they must say, whom they may go to, and that what was sent stays as it was sent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Rank, Role
from audit.facts import stamp
from cases import positions
from cases.application_choices import Section
from cases.choices import CaseState, PolicyKey
from cases.errors import AuthorityRefused, FactRefused, StaleDraft, TransitionRefused
from cases.models import (
    Application,
    ApplicationDraftText,
    Case,
    ErasableIdentity,
    ErasableText,
    Material,
    PolicySetting,
    Preparation,
    Taking,
)
from cases.selectors.application_drafts import drafted
from cases.selectors.applications import application_of, content_of
from cases.selectors.pending import by_force, decide_by, pending
from cases.services.application_drafts import Asked, before_limit, recommend, save_asked, save_text
from cases.services.profiles import complete
from cases.wording import what_is_poor
from tests import casework
from tests.casework import DAY, at, step, write_application
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "Because the intelligence says so."


@pytest.fixture
def colleague():
    return casework.officer(Role.JFIT_OFFICER, name="Col League")


@pytest.fixture
def chief():
    return casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name="Carla Constable")


@pytest.fixture
def case(sofs):
    made = casework.case(by=sofs)
    step(made, "refer", sofs)
    return made


def born(case: Case, day: date, by) -> None:
    ErasableIdentity.objects.create(
        subject=case.subject, surname="Young", forenames="Ann", date_of_birth=day, **stamp(by)
    )


def decided(key: str, value: int, by) -> None:
    """A policy from DAY on."""
    recorded = stamp(by)
    why = ErasableText.objects.create(text=WHY, written_at=recorded["recorded_at"], written_by=by)
    PolicySetting.objects.create(key=key, value=value, from_on=DAY, reason=why, **recorded)


def missing(case: Case) -> dict[str, str]:
    """What is missing, by section."""
    case.refresh_from_db()
    return {part.key: part.missing for part in drafted(case, DAY).content.parts if part.missing}


def apply(case: Case, by, force="13", **said):
    said = {"reasons": WHY, "to_force": casework.force_of(force), "as_it_is": True} | said
    return step(case, "apply", by, **said)


def test_an_application_that_says_nothing_is_refused_by_the_door_with_what_is_missing(case, jfit, chief):
    with pytest.raises(TransitionRefused, match="not written yet"):
        apply(case, jfit, months=24)
    with at(DAY):
        save_text(case.pk, Section.OUTCOME, "", "No further action was taken.", by=jfit, seen_version=0)
    with pytest.raises(TransitionRefused, match="What is asked for: Say what you ask for"):
        apply(case, jfit, months=24)
    assert not Application.objects.exists()


def test_each_kind_of_material_needs_reasons_of_its_own(case, jfit):
    with at(DAY):
        assert {"necessity-fingerprints", "proportionality-dna_profile"} <= missing(case).keys()
        prints, _ = casework.items_of(case)
        save_asked(
            case.pk, Asked(months=12, vulnerability="none", item_ids=[prints]), by=jfit, seen_version=0
        )
    assert "necessity-fingerprints" in missing(case)
    assert not [key for key in missing(case) if key.endswith("dna_profile")]


def test_reasons_that_are_short_repeated_or_copied_are_no_reasons(case, jfit, sofs, chief):
    assert what_is_poor("National security. " * 12, 20).startswith("The same few words")
    with at(DAY):
        write_application(case, jfit)
        words = "National security needs it."
        save_text(case.pk, Section.NECESSITY, "fingerprints", words, by=jfit, seen_version=1)
    assert missing(case) == {"necessity-fingerprints": "Write at least 20 words: there are 4"}
    with at(DAY):
        dna = drafted(case, DAY).content.part("necessity-dna_profile")
        save_text(case.pk, Section.NECESSITY, "fingerprints", dna.text.upper(), by=jfit, seen_version=2)
    assert "The same words as" in missing(case)["necessity-dna_profile"]
    with at(DAY):
        other = (
            "Because these prints alone were matched with those lifted from the parcel in " + casework.WORDS
        )
        save_text(case.pk, Section.NECESSITY, "fingerprints", other, by=jfit, seen_version=3)
    apply(case, jfit)
    second = casework.case(by=sofs)
    step(second, "refer", sofs)
    with at(DAY):
        write_application(second, jfit)
        save_text(second.pk, Section.NECESSITY, "fingerprints", other, by=jfit, seen_version=1)
    assert missing(second) == {
        "necessity-fingerprints": f"The same words were sent in case {case.ref}. Say what is particular here"
    }
    with pytest.raises(TransitionRefused, match=f"sent in case {case.ref}"):
        apply(second, jfit)


def test_the_fewest_words_are_a_dated_policy(case, jfit):
    with at(DAY):
        write_application(case, jfit)
        assert missing(case) == {}
        decided(PolicyKey.APPLICATION_WORDS, 200, jfit)
        assert "Write at least 200 words" in missing(case)["national_security"]


def test_a_child_is_warned_of_and_needs_reasons(case, jfit):
    born(case, date(2010, 3, 2), jfit)
    with at(DAY):
        write_application(case, jfit)
        save_text(case.pk, Section.CARE, "", "A boy of sixteen.", by=jfit, seen_version=1)
        assert missing(case) == {"care": "Write at least 20 words: there are 4"}
        warnings = drafted(case, DAY).content.warnings
    assert warnings == ("A child: 16 years old on the day of taking. Children need special care.",)


def test_whoever_was_born_eighteen_years_before_the_taking_is_no_child(case, jfit):
    born(case, date(DAY.year - 18, DAY.month, DAY.day), jfit)
    assert drafted(case, DAY).content.warnings == ()


def test_a_holding_nsd_needs_the_few_sections_and_a_day_of_review(case, jfit, chief):
    with at(DAY):
        save_asked(case.pk, Asked("holding", 3, None, "not_known"), by=jfit, seen_version=0)
        found = drafted(case, DAY)
        assert "day of review" in found.asked_missing
        assert not {"identity", "alternatives", "assessment"} & missing(case).keys()
        asked = Asked("holding", 3, DAY + timedelta(28), "not_known")
        save_asked(case.pk, asked, by=jfit, seen_version=1)
        for key in missing(case):
            section, _, of = key.partition("-")
            words = f"{key} of {case.ref}: {casework.WORDS}"
            save_text(case.pk, section, of, words, by=jfit, seen_version=0)
    apply(case, jfit)
    made = Application.objects.get(case=case)
    assert (made.kind, made.months, made.review_on) == ("holding", 3, DAY + timedelta(28))
    assert content_of(made.pk).is_holding


def test_what_was_sent_stays_as_it_was_sent_whatever_changes_later(case, jfit, chief):
    born(case, date(1980, 1, 1), jfit)
    with at(DAY):
        write_application(case, jfit)
    apply(case, jfit)
    made = application_of(case.pk)
    before = content_of(made.pk)
    assert [row.value for row in before.facts[0].rows][0] == "Young, Ann"
    assert before.guidance.version == "2020" and before.drafters == ("Jo Fit",)
    assert "Last lawful day" in before.facts[1].rows[2].small
    with at(DAY + timedelta(1)):
        ErasableIdentity.objects.update(withdrawn_at=stamp(jfit)["recorded_at"], withdrawn_by=jfit,
                                        withdrawn_because="corrected")  # fmt: skip
        complete(case.pk, "intelligence", "Something new.", by=jfit, seen_version=1)
    assert content_of(made.pk) == before
    necessity = {item.kind: item.necessity for item in before.items}
    assert "Why it is necessary: Fingerprints" in necessity["fingerprints"]
    assert necessity["fingerprints"] != necessity["dna_profile"]


def test_an_application_of_a_log_has_no_content_and_says_so(case, jfit, chief, client):
    step(case, "apply", jfit, reasons="Not in the log.", to_force=casework.force_of("13"))
    old = Application.objects.create(
        case=case, applied_on=DAY, applied_by=jfit, to_force=casework.force_of("13"),
        reasons=ErasableText.objects.create(
            text="Not in the log.", written_at=stamp(jfit)["recorded_at"], written_by=jfit
        ),
        **stamp(jfit),
    )  # fmt: skip
    content = content_of(old.pk)
    assert (content.is_recorded, content.parts, content.reasons) == (False, (), "Not in the log.")
    with at(DAY):
        page = signed_in(jfit, client).get(reverse("cases:application", args=[case.pk]))
    assert "Not in the log." in page.text and "nothing of what it said" in page.text


def test_nobody_who_wrote_some_of_it_may_decide_it(case, jfit, chief):
    author = casework.officer(Role.JFIT_OFFICER)
    with at(DAY):
        write_application(case, author)
    apply(case, jfit)
    made = Application.objects.get(case=case)
    assert made.checked_by == jfit
    assert Preparation.objects.get(case=case).prepared_by == author


def test_where_the_policy_says_so_a_colleague_who_wrote_none_of_it_sends_it(case, jfit, colleague, chief):
    with at(DAY):
        write_application(case, jfit)
        decided(PolicyKey.APPLICATION_CHECKED, 1, jfit)
    with pytest.raises(TransitionRefused, match="A colleague of JFIT who wrote none"):
        apply(case, jfit)
    apply(case, colleague)
    assert Application.objects.get(case=case).checked_by == colleague


def test_it_goes_only_to_a_force_in_which_somebody_may_decide_that_day(case, jfit, chief):
    casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_SUPERINTENDENT, force="06", name="Ann Low")
    with at(DAY):
        write_application(case, jfit)
    with pytest.raises(TransitionRefused, match="Chief Superintendent is not a chief officer"):
        apply(case, jfit, force="06")
    with pytest.raises(TransitionRefused, match="No chief officer of .* is on record"):
        apply(case, jfit, force="01")
    with pytest.raises(TransitionRefused, match="may not decide it for"):
        apply(case, jfit, to_officer=jfit)
    apply(case, jfit, to_officer=chief)
    assert Application.objects.get(case=case).to_officer == chief


def test_what_changed_after_it_was_read_is_read_again_before_it_is_sent(case, jfit, colleague, chief):
    with at(DAY):
        write_application(case, jfit)
        read = drafted(case, DAY).digest
        words = f"Another outcome, as {case.ref} was closed."
        save_text(case.pk, Section.OUTCOME, "", words, by=colleague, seen_version=1)
    with pytest.raises(TransitionRefused, match="changed the application after you opened"):
        apply(case, jfit, seen_content=read)
    assert not Application.objects.exists()


def test_a_colleagues_words_are_never_overwritten_unseen(case, jfit, colleague, client):
    with at(DAY):
        save_text(case.pk, Section.OUTCOME, "", "No further action.", by=colleague, seen_version=0)
        with pytest.raises(StaleDraft, match="Col League saved this section"):
            save_text(case.pk, Section.OUTCOME, "", "Charged in May.", by=jfit, seen_version=0)
        url = reverse("cases:application_section", args=[case.pk, "outcome"])
        page = signed_in(jfit, client).post(url, {"text": "Charged in May.", "seen": "0", "do": "save"})
        assert "Charged in May." in page.text and "No further action." in page.text
        seen = page.context["form"]["seen"].value()
        assert client.post(url, {"text": "Charged in May.", "seen": seen, "do": "save"}).status_code == 302
    texts = ApplicationDraftText.objects.order_by("version").values_list("text", flat=True)
    assert list(texts) == ["No further action.", "Charged in May."]


def test_what_a_page_carries_is_kept_also_where_the_session_had_ended(case, jfit, rf):
    url = reverse("cases:application_section", args=[case.pk, "necessity-fingerprints"])
    late = rf.post(url, {"text": "Words that took an hour.", "seen": "0"})
    late.user = jfit
    with at(DAY):
        assert before_limit(late)
        assert drafted(case, DAY).content.part("necessity-fingerprints").text == "Words that took an hour."
        late.user = casework.officer(Role.CHIEF_OFFICER)
        assert not before_limit(late)


def test_withdrawn_it_is_a_draft_again_and_its_force_sees_it_no_more(case, jfit, chief):
    with at(DAY):
        write_application(case, jfit)
    apply(case, jfit)
    with at(DAY):
        assert drafted(case, DAY).draft is None
        assert Case.objects.visible_to(chief, DAY).filter(pk=case.pk).exists()
        with pytest.raises(FactRefused, match="while JFIT has it"):
            save_text(case.pk, Section.OUTCOME, "", "Now something else.", by=jfit, seen_version=1)
    step(case, "withdraw_application", jfit, reasons="New information came.")
    assert case.state == CaseState.WITH_JFIT and missing(case) == {}
    made = Application.objects.get(case=case)
    assert made.taken_back.reasons.text == "New information came."
    assert not Case.objects.visible_to(chief, DAY).filter(pk=case.pk).exists()
    apply(case, jfit)
    assert Application.objects.filter(case=case).count() == 2


def test_a_renewal_is_written_afresh(case, jfit, chief):
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    step(case, "determine", chief, reasons=WHY, months=12)
    step(case, "reopen", jfit, reasons="It falls due.")
    found = drafted(case, DAY)
    assert found.draft is None and found.content.kind == "renewal"
    assert found.content.part("national_security").text == ""
    assert found.content.part("identity").text  # the profile is a profile, not an application


def test_allocated_to_another_force_it_keeps_its_content_and_leaves_the_first_queue(case, jfit, chief):
    second = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06")
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    first = content_of(application_of(case.pk).pk)
    with pytest.raises(TransitionRefused, match="has the application already"):
        step(case, "reallocate", jfit, reasons=WHY, to_force=casework.force_of("13"))
    with pytest.raises(TransitionRefused, match="No chief officer of"):
        step(case, "reallocate", jfit, reasons=WHY, to_force=casework.force_of("01"))
    with pytest.raises(TransitionRefused, match="needs reasons"):
        step(case, "reallocate", jfit, to_force=casework.force_of("06"))
    step(case, "reallocate", jfit, reasons="Their chief is away.", to_force=casework.force_of("06"))
    again = content_of(application_of(case.pk).pk)
    assert (again.parts, again.facts, again.items) == (first.parts, first.facts, first.items)
    assert pending(second, DAY).to_decide.get().pk == case.pk
    assert not pending(chief, DAY).to_decide.exists()
    assert case.movements.latest("sequence").reason.text == "Their chief is away."
    with pytest.raises(AuthorityRefused):
        step(case, "reallocate", chief, reasons=WHY, to_force=casework.force_of("13"))


def test_staff_who_wrote_a_note_never_decide_even_once_they_are_chief_officers(case, jfit, chief):
    staff = casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.CHIEF_CONSTABLE, name="Sam Staff")
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    with at(DAY):
        with pytest.raises(AuthorityRefused, match="staff"):
            recommend(case.pk, "approve", "Fine.", by=chief)
        with pytest.raises(FactRefused, match="Enter your note"):
            recommend(case.pk, "approve", "  ", by=staff)
        recommend(case.pk, "approve", "Prints matched twice.", by=staff)
    (note,) = content_of(application_of(case.pk).pk).recommendations
    assert (note.text.text, note.recorded_by) == ("Prints matched twice.", staff)
    casework.officers.give_role(staff, Role.CHIEF_OFFICER, from_on=DAY)
    with pytest.raises(AuthorityRefused, match="whoever applied, stopped or prepared"):
        step(case, "determine", staff, reasons=WHY, months=12)


def test_pending_goes_by_last_lawful_day_the_mps_first_of_a_day_and_counts_what_is_past(sofs, jfit):
    senior = casework.officer(Role.SENIOR_MANAGER)
    made = []
    for force, taken_on in (("13", DAY), ("01", DAY), ("13", DAY - timedelta(1))):
        case = casework.case(by=sofs, force=force, taken_on=taken_on)
        step(case, "refer", sofs)
        step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of(force))
        made.append(case)
    later, mps, sooner = (case.pk for case in made)
    found = pending(senior, DAY)
    assert list(found.to_decide.values_list("pk", flat=True)) == [sooner, mps, later]
    day_after = made[2].last_lawful_day + timedelta(1)
    after, counted = pending(senior, day_after), by_force(senior, day_after)
    assert sorted((row["number"], row["past"]) for row in counted) == [(1, 0), (1, 1)]
    assert list(after.past.values_list("pk", flat=True)) == [sooner]
    assert list(after.to_decide.values_list("pk", flat=True)) == [mps, later]


def test_an_item_that_is_over_leaves_an_application_to_decide_for_the_others(sofs, jfit, chief):
    case = casework.case(by=sofs, force="13", taken_on=date(2025, 9, 1), kinds=("fingerprints",))
    profile = Material.objects.create(case=case, kind="dna_profile")
    Taking.objects.create(
        material=profile, taken_on=DAY, power="TACT-S7", force=case.force, nation="EW", **stamp(sofs)
    )
    positions.refresh([profile.pk])
    step(case, "refer", sofs)
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    case.refresh_from_db()
    assert case.last_lawful_day < DAY, "a case shows the day of its earliest item"
    assert pending(chief, DAY).to_decide.get() == case and not pending(chief, DAY).past.exists()
    assert [(row["number"], row["past"]) for row in by_force(chief, DAY)] == [(1, 0)]
    with casework.at(DAY):
        page = signed_in(chief).get(reverse("cases:decide", args=[case.pk])).text
    assert "The last lawful day of some items has passed" in page


def test_a_decision_is_recommended_within_the_days_of_the_policy_and_never_after_the_last_lawful_day(
    case, jfit
):
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    assert decide_by(case, DAY).on == date(2026, 3, 23)  # 21 days after Monday 2 March
    assert decide_by(case, date(2026, 3, 24)).is_late
    case.last_lawful_day = date(2026, 3, 8)  # a Sunday
    assert decide_by(case, DAY).on == date(2026, 3, 6)
