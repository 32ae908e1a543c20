"""What was found of lapses and of what was kept too long; lists kept as questions; facts beside a case."""

from datetime import date, datetime, time, timedelta

import pytest

from accounts.choices import Role
from audit.clock import LONDON
from audit.facts import stamp
from cases.models import Holding, NonSearchableEvidence
from oversight import figures
from oversight.errors import OversightRefused
from oversight.lives import lives_of
from oversight.models import KeptAnswer, KeptQuestion, LapseReview, RetentionCause
from oversight.questions import moved_between
from oversight.reader import cases_known
from oversight.services.found import find_why_kept, review_lapse
from retention.models import Alert, ChaseTask, DeletionOrder, SuspensionInstruction
from tests.casework import at, case, items_of, officer
from tests.people import signed_in

TAKEN, DAY = date(2025, 6, 2), date(2026, 3, 2)
FIRST_UNLAWFUL = date(2025, 12, 2)
DAYS = f"as_at={DAY}&known_at={DAY}"


def lapsed():
    """A case that lapsed while SOFS had not yet referred it."""
    with at(TAKEN):
        return case(by=officer(), taken_on=TAKEN)


def listed(slug, day=DAY, known=DAY):
    """The rows of a figure."""
    return figures.answer([figures.REGISTER[slug]], lives_of(cases_known(known), known), day)[slug]


# Could, should, would ---------------------------------------------------------------------------------------


def test_could_should_and_would_are_recorded_apart_and_the_list_of_lapses_is_filtered_by_each(db):
    made = lapsed()
    with at(DAY):
        client = signed_in(officer(Role.JFIT_OFFICER))
        address = f"/figures/causes/{made.pk}/"
        assert "Not yet reviewed" in client.get(address).content.decode()
        said = {"could": "yes", "should": "yes", "would": "no", "words": "Seen by the panel"}
        client.post(address, {"do": "review"} | {f"review-{name}": value for name, value in said.items()})
        text = client.get(address).content.decode()
        assert "Seen by the panel" in text
        for part, length in (
            ("could=yes", 1), ("could=no", 0), ("should=yes", 1), ("review=no", 1), ("should=unreviewed", 0),
        ):  # fmt: skip
            table = client.get(f"/figures/lapses/?{DAYS}&{part}").context["table"]
            assert table.paginator.count == length, part


@pytest.mark.parametrize(
    ("answers", "role", "says"),
    [
        (("no", "yes", "no"), Role.JFIT_MANAGER, "What could not be kept"),
        (("no", "no", "yes"), Role.JFIT_MANAGER, "What could not be kept"),
        (("yes", "perhaps", "no"), Role.JFIT_MANAGER, "Answer yes or no"),
        (("yes", "yes", "yes"), Role.SOFS_OFFICER, "JFIT reviews"),
    ],
)
def test_a_review_that_contradicts_itself_or_is_not_jfits_is_refused(db, answers, role, says):
    made, by = lapsed(), officer(role)
    could, should, would = answers
    with at(DAY), pytest.raises(OversightRefused, match=says):
        review_lapse(made.pk, could=could, should=should, would=would, words="x", by=by)
    assert not LapseReview.objects.exists()


def test_a_case_that_has_not_lapsed_is_not_reviewed(db):
    with at(DAY):
        made = case(by=officer(), taken_on=DAY)
        by = officer(Role.JFIT_MANAGER)
        with pytest.raises(OversightRefused, match="has not lapsed"):
            review_lapse(made.pk, could="yes", should="no", would="no", words="x", by=by)


# Why it was kept --------------------------------------------------------------------------------------------


def test_why_material_was_kept_too_long_is_found_on_a_page_and_the_list_is_filtered_by_it(db):
    made = lapsed()
    with at(DAY):
        client = signed_in(officer(Role.SOFS_MANAGER))
        address = f"/figures/kept/{made.pk}/"
        assert address in client.get(f"/figures/held-unlawfully/?{DAYS}").content.decode()
        client.post(address, {"do": "find", "find-because": ["it", "no_check"], "find-words": "The audit"})
        page = client.get(address).content.decode()
        assert "No check of lawfulness" in page and "DNA profile" in page
        client.post(address, {"do": "find", "find-because": ["it"], "find-words": "Again"})
        assert set(RetentionCause.objects.current().values_list("because", flat=True)) == {"it"}
        for part, length in (("kept=it", 1), ("kept=no_check", 0)):
            table = client.get(f"/figures/held-unlawfully/?{DAYS}&{part}").context["table"]
            assert table.paginator.count == length
        assert "IT" in client.get(f"/figures/held-unlawfully/?{DAYS}").content.decode()


def test_what_was_never_kept_too_long_has_no_such_page_and_no_such_cause(db):
    with at(DAY):
        made, by = case(by=officer(), taken_on=DAY), officer(Role.SOFS_MANAGER)
        assert signed_in(by).get(f"/figures/kept/{made.pk}/").status_code == 404
        for because, says in ((["it"], "was kept beyond"), ([], "Choose at least one"), (["x"], "Choose")):
            with pytest.raises(OversightRefused, match=says):
                find_why_kept(made.pk, because, words="x", by=by)
        with pytest.raises(OversightRefused, match="Managers and"):
            find_why_kept(made.pk, ["it"], words="x", by=officer(Role.SOFS_OFFICER))


# Questions --------------------------------------------------------------------------------------------------


def test_any_list_is_kept_as_a_question_with_its_answer_and_asked_again_shows_what_moved(db):
    first = lapsed()
    with at(DAY):
        client = signed_in(officer(Role.COMMISSIONER_OFFICE))
        for address, length in ((f"/figures/lapses/?{DAYS}&cause=sofs", 1), ("/cases/?q=", 1)):
            page = client.get(address).content.decode()
            assert "/figures/questions/keep/?of=" in page
            typed = {"do": "keep", "keep-of": address, "keep-words": "How many by SOFS?"}
            kept = client.post("/figures/questions/keep/", typed)
            question = KeptQuestion.objects.latest("pk")
            assert kept["Location"] == f"/figures/questions/{question.pk}/"
            answer = question.answers.get()
            taken_out = client.get(f"{address}&export=csv").content.decode("utf-8-sig")
            assert (answer.rows, answer.rows_sha256 in taken_out) == (length, True)
            assert "How many by SOFS?" in client.get(kept["Location"]).content.decode()
        assert "Lapses" in client.get("/figures/questions/").content.decode()
    with at(TAKEN):
        second = case(by=officer(), taken_on=TAKEN)
    later = DAY + timedelta(days=7)
    with at(later):
        client = signed_in(officer(Role.SENIOR_MANAGER))
        of_figure, of_list = KeptQuestion.objects.order_by("pk")
        client.post(f"/figures/questions/{of_figure.pk}/", {"do": "again", "again-days": "known"})
        new, old = of_figure.answers.order_by("-pk")
        assert (new.rows, new.as_at, new.known_at) == (2, DAY, later)
        assert [(row.ref, row.moved) for row in moved_between(old, new)] == [(second.ref, "Added")]
        page = client.get(f"/figures/questions/{of_figure.pk}/").content.decode()
        assert second.ref in page and first.ref not in page
        # A list that is each person's own is asked again by whoever kept it.
        refused = client.post(f"/figures/questions/{of_list.pk}/", {"do": "now"})
        assert "each person" in refused.content.decode() and of_list.answers.count() == 1


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/figures/", "/accounts/officers/", "https://else.example/"]
)
def test_what_is_no_list_of_theirs_is_not_kept(db, address):
    with at(DAY):
        client = signed_in(officer(Role.SENIOR_MANAGER))
        assert client.get("/figures/questions/keep/", {"of": address}).status_code == 200
        typed = {"do": "keep", "keep-of": address, "keep-words": "What?"}
        assert client.post("/figures/questions/keep/", typed).status_code == 200
        assert not KeptAnswer.objects.exists()


def test_a_question_keeps_no_name_of_anybody(db):
    from oversight.frozen import unpacked

    lapsed()
    with at(DAY):
        client = signed_in(officer(Role.SENIOR_MANAGER))
        client.post("/figures/questions/keep/", {"do": "keep", "keep-of": "/cases/", "keep-words": "All"})
        (row,) = unpacked(KeptAnswer.objects.get().content)
        assert row.keys() == {"about", "ref", "sha256"}


# Facts beside a case ----------------------------------------------------------------------------------------


def test_what_was_done_to_delete_alerts_and_chases_are_read_as_known_on_their_days(db):
    made = lapsed()
    (item, *_rest) = items_of(made)
    by = officer()
    told = datetime.combine(date(2026, 1, 5), time(10), LONDON)
    with at(date(2026, 1, 5)):
        for holding in Holding.objects.filter(material=item):
            SuspensionInstruction.objects.create(
                holding=holding, material_id=item, not_before=FIRST_UNLAWFUL, instructed_at=told
            )
            NonSearchableEvidence.objects.create(holding=holding, evidenced_on=date(2026, 1, 7), **stamp(by))
        DeletionOrder.objects.create(
            material_id=item, case=made, opened_because="cover_ended",
            due_on=FIRST_UNLAWFUL, opened_on=FIRST_UNLAWFUL,
        )  # fmt: skip
        Alert.objects.create(
            case=made, level="14", last_lawful_day=date(2025, 12, 1), days_left=10, days_needed=30,
            owner_role=Role.SOFS_MANAGER, raised_on=date(2025, 11, 20), closed_on=FIRST_UNLAWFUL,
            closed_because="day_passed",
        )  # fmt: skip
    rows = {row.item_ids: row for row in listed("past-cover").rows}
    assert len(rows) == 2
    row = rows[(item,)]
    assert (row.first_unlawful_day, row.instructed_on) == (FIRST_UNLAWFUL, date(2026, 1, 5))
    assert (row.step, row.non_searchable_on, row.days_searched) == ("non_searchable", date(2026, 1, 7), 36)
    before = {
        row.item_ids: row for row in listed("past-cover", known=date(2026, 1, 4), day=date(2026, 1, 4)).rows
    }
    assert before[(item,)].step == "waiting"
    assert [row.level for row in listed("at-risk", day=date(2025, 11, 20)).rows] == ["14"]
    assert not listed("at-risk", day=FIRST_UNLAWFUL).rows
    assert not listed("at-risk", day=date(2025, 11, 19)).rows
    assert not ChaseTask.objects.exists() and not listed("chases").rows
