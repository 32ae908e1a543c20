"""Figures on the whole 2016 caseload, and on small casework: as at any day, as known on any day."""

import json
import re
from datetime import date, datetime, time
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.choices import Role
from audit.clock import LONDON
from audit.facts import stamp, withdraw
from cases import positions
from cases.models import Case, Conviction, DeletionEvidence, Holding, Material, Taking
from cases.querysets import SEES_ALL_CASES
from oversight import figures
from oversight.lives import lives_of
from oversight.overview import headline_count
from oversight.reader import cases_known
from oversight.selectors import Days, answers
from oversight.selectors import headline as headline_of
from tests.casework import at, case, items_of, officer
from tests.people import signed_in

EXPECTED = json.loads((Path(__file__).parent.parent / "data" / "caseload-2016" / "expected.json").read_text())
TODAY = date(2016, 4, 6)
DAYS = "as_at=2016-03-31&known_at=2016-04-06"


def without_live_cases():
    """The caseload that the published figures are about."""
    return Case.objects.exclude(import_rows__file__name__startswith="demo_live")


def moment(day):
    """The end of a day in London."""
    return datetime.combine(day, time.max, LONDON)


# The whole caseload -------------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", EXPECTED["figures"], ids=lambda e: f"{e['as_at']} known {e['known_at']}")
def test_the_published_figures_follow_from_the_facts_alone(caseload, expected):
    as_at, known_at = (date.fromisoformat(expected[name]) for name in ("as_at", "known_at"))
    cases = lives_of(cases_known(known_at, without_live_cases()), known_at)
    assert figures.headline(cases, as_at, known_at) == expected


def test_the_wrong_notified_dates_are_those_of_the_register_and_one_incident(caseload):
    cases = lives_of(cases_known(TODAY, without_live_cases()), TODAY)
    rows = figures.answer([figures.WRONG_DATES], cases, TODAY)["wrong-dates"].rows
    assert len(rows) == EXPECTED["date_mismatches"]
    assert len([row for row in rows if row.days == -31]) == EXPECTED["date_mismatches_31_days_early"]


def test_wrong_deletions_are_those_of_the_convicted_whom_the_register_kept_on_that_basis(caseload):
    known = {case.id: case for case in cases_known(TODAY, without_live_cases())}
    cases = lives_of(known.values(), TODAY)
    found = figures.answer([figures.REGISTER["wrong-deletions"]], cases, TODAY)["wrong-deletions"]
    assert (found.individuals, found.items) == (58, 116)
    for row in found.rows:
        of = known[row.case_id]
        assert any(each.on <= row.gone_on for each in of.convictions)
        assert of.state_on(row.gone_on) == "retained_on_other_basis"


def test_the_reader_gives_each_item_the_facts_that_its_position_was_computed_from(caseload):
    read = {item.id: item for known in cases_known(TODAY) for item in known.items}
    bridged = dict(positions.facts_for())
    assert read.keys() == bridged.keys()
    for item, facts in bridged.items():
        assert (read[item].law.item, set(read[item].law.acts)) == (facts.item, set(facts.acts))
    gone = dict(Material.objects.values_list("pk", "deleted_on"))
    assert {item: read[item].deleted_on for item in read} == gone


def test_the_figure_of_today_is_the_list_of_what_is_held_unlawfully(caseload):
    rows = figures.answer([figures.HELD_UNLAWFULLY], lives_of(cases_known(TODAY), TODAY), TODAY)
    listed = set(Case.objects.held_unlawfully_on(TODAY).values_list("pk", flat=True))
    assert {row.case_id for row in rows["held-unlawfully"].rows} == listed


def test_the_first_page_shows_the_figures_of_today_and_only_to_those_who_see_all_cases(caseload):
    manager = officer(Role.JFIT_MANAGER)
    register = (figures.HELD_UNLAWFULLY, figures.LAPSES, figures.WRONG_DATES)
    whole = answers(register, Days(TODAY, TODAY), manager, TODAY)
    assert [number.count for number in headline_of(manager, TODAY)] == [
        headline_count(whole[figure.slug]) for figure in register
    ]
    assert headline_of(officer(Role.PACK_READER), TODAY) == []


def test_reading_the_whole_caseload_takes_one_query(caseload, django_assert_num_queries):
    with django_assert_num_queries(1):
        figures.headline(lives_of(cases_known(TODAY), TODAY), TODAY, TODAY)


# The command --------------------------------------------------------------------------------------------


def figures_command(*arguments):
    """What the command prints."""
    out = StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_nothing_but_the_figures(caseload):
    asked = ("--as-at", "2016-03-31", "--known-at", "2016-04-22", "--format", "json")
    printed = json.loads(figures_command(*asked))
    known_at = date(2016, 4, 22)
    assert printed == figures.headline(lives_of(cases_known(known_at), known_at), date(2016, 3, 31), known_at)
    assert printed["lapses"] == EXPECTED["figures"][-1]["lapses"]  # no live case has lapsed by then


def test_the_command_says_what_is_wrong_with_a_day(db):
    with pytest.raises(CommandError, match=r"'31/03/2016' is not a day\. Write it as YYYY-MM-DD"):
        figures_command("--as-at", "31/03/2016")


# As known at, on small casework -------------------------------------------------------------------------


def counts(as_at, known_at):
    """The headline figures."""
    return figures.headline(lives_of(cases_known(known_at), known_at), as_at, known_at)


def recorded(day):
    """A case taken and recorded on a day."""
    with at(day):
        return case(by=officer(), taken_on=day)


def test_a_case_is_counted_from_the_day_it_was_recorded(db):
    with at(date(2016, 2, 1)):
        case(by=officer(), taken_on=date(2015, 1, 5))
    assert counts(date(2015, 6, 1), date(2016, 1, 31))["held"]["individuals"] == 0
    assert counts(date(2015, 6, 1), date(2016, 2, 1))["held"]["individuals"] == 1


def test_a_corrected_taking_changes_the_figure_only_as_known_from_the_correction(db):
    made = recorded(date(2015, 1, 5))
    by = officer()
    with at(date(2015, 8, 3)):
        for taking in Taking.objects.filter(material__case=made):
            withdraw(Taking.objects.filter(pk=taking.pk), by=by, because="corrected")
            Taking.objects.create(
                material_id=taking.material_id,
                taken_on=date(2015, 3, 5),
                power=taking.power,
                nation=taking.nation,
                force=taking.force,
                **stamp(by),
            )
    day = date(2015, 7, 20)  # after 4 July, which was the last lawful day; before 4 September, which is
    assert counts(day, date(2015, 8, 2))["held_unlawfully"] == 1
    assert counts(day, date(2015, 8, 3))["held_unlawfully"] == 0


def test_an_item_is_gone_when_its_last_place_was_evidenced(db):
    made = recorded(date(2015, 1, 5))
    by = officer()
    with at(date(2015, 3, 2)):
        for item in items_of(made):
            extra = Holding.objects.create(material_id=item, place="hard_copy", **stamp(by))
            first = Holding.objects.exclude(pk=extra.pk).get(material_id=item)
            DeletionEvidence.objects.create(
                material_id=item, holding=first, deleted_on=date(2015, 3, 2), **stamp(by)
            )
    assert counts(date(2015, 3, 3), date(2015, 3, 3))["held"]["individuals"] == 1
    with at(date(2015, 3, 4)):
        for copy in Holding.objects.filter(place="hard_copy"):
            DeletionEvidence.objects.create(
                material_id=copy.material_id, holding=copy, deleted_on=date(2015, 3, 4), **stamp(by)
            )
    assert counts(date(2015, 3, 3), date(2015, 3, 4))["held"]["individuals"] == 1
    assert counts(date(2015, 3, 4), date(2015, 3, 4))["held"]["individuals"] == 0


def test_a_deletion_was_wrong_as_known_only_from_the_day_that_the_conviction_was_recorded(db):
    made = recorded(date(2015, 1, 5))
    by = officer()
    gone, told = date(2015, 3, 2), date(2015, 5, 5)
    with at(gone):
        for place in Holding.objects.filter(material__case=made):
            DeletionEvidence.objects.create(
                material_id=place.material_id, holding=place, deleted_on=gone, **stamp(by)
            )
    with at(told):
        Conviction.objects.create(subject=made.subject, convicted_on=date(2014, 2, 2), **stamp(by))

    def wrong(known_at):
        cases = lives_of(cases_known(known_at), known_at)
        return figures.answer([figures.REGISTER["wrong-deletions"]], cases, told)["wrong-deletions"].items

    assert wrong(date(2015, 5, 4)) == 0
    assert wrong(told) == len(items_of(made))


def test_a_conviction_of_the_subject_counts_for_each_of_their_cases(db):
    first = recorded(date(2015, 1, 5))
    with at(date(2015, 2, 2)):
        by = officer()
        case(by=by, taken_on=date(2015, 2, 2), subject=first.subject)
        Conviction.objects.create(subject=first.subject, convicted_on=date(2015, 2, 2), **stamp(by))
    day = date(2015, 12, 1)
    found = counts(day, day)
    assert found["held"] == {"individuals": 1, "never_convicted": 0}
    assert found["saved_by_another_basis"] == 1
    assert found["lapses"]["individuals"] == 0


# Pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def manager(caseload, client):
    """Somebody who sees all cases, signed in on the demonstration's day."""
    person = officer(Role.SENIOR_MANAGER)
    signed_in(person, client)
    return person


def text_of(response):
    """What the page says, without its tags."""
    assert response.status_code == 200, response.status_code
    body = response.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def links_of(response):
    """The numbers of the page that open a list: the number, and the address."""
    body = response.content.decode()
    pairs = re.findall(r'href="([^"]*/figures/[a-z-]+/[^"]*)"[^>]*>(?:<b>)?([\d,]+)<', body)
    return [(int(number.replace(",", "")), unescape(href)) for href, number in pairs]


def lengths(client, numbers):
    """For each number and address: the number, and how many the list at the address counts."""
    for number, href in numbers:
        context = client.get(href).context
        assert context["table"].paginator.count == len(context["part"].rows)
        yield number, headline_count(context["part"])


@pytest.mark.full_size
def test_every_number_of_the_figures_page_opens_a_list_of_that_length(manager, client):
    numbers = sorted(set(links_of(client.get(f"/figures/?{DAYS}"))))
    assert len(numbers) > 15
    for number, length in lengths(client, numbers):
        assert length == number


def test_numbers_of_the_figures_page_open_lists_of_that_length(manager, client):
    kinds = ("held-unlawfully/", "void/", "cause=sofs", "review=no")
    numbers = set(links_of(client.get(f"/figures/?{DAYS}")))
    whole = [(number, href) for number, href in numbers if "nation=" not in href]
    some = [(number, href) for number, href in whole if any(kind in href for kind in kinds)]
    assert sorted(number for number, _ in some) == [3, 165, 191, 300]
    for number, length in lengths(client, some):
        assert length == number


def test_both_dates_stand_before_any_number(manager, client):
    text = text_of(client.get(f"/figures/?{DAYS}"))
    assert text.index("As at 31 March 2016 , as known at 6 April 2016") < text.index("held unlawfully")


def test_the_pages_of_a_list_show_every_row_once_however_it_is_sorted(manager, client):
    for sort in ("", "causes"):  # the second is the same for every row of this part
        seen = []
        for page in (1, 2):
            address = f"/figures/lapses/?{DAYS}&cause=security_service&sort={sort}&page={page}"
            seen += [row.record.case_id for row in client.get(address).context["table"].paginated_rows]
        assert len(seen) == len(set(seen)) == 54


def test_a_list_can_be_narrowed_to_one_cause_and_widened_again(manager, client):
    response = client.get(f"/figures/lapses/?{DAYS}&cause=ctu")
    assert "11 individuals" in text_of(response)
    assert "Show all 813" in text_of(response)


def test_the_wrong_dates_are_grouped_by_how_far_off_they_are_with_their_first_day(manager, client):
    text = text_of(client.get("/figures/wrong-dates/"))
    assert "110 individuals , 110 cases, 110 rows" in text
    assert "31 days early 5 November 2013 92" in text
    assert "92 individuals" in text_of(client.get("/figures/wrong-dates/?off_by=-31"))


def test_no_page_of_figures_needs_more_than_eight_queries(manager, client, django_assert_max_num_queries):
    for slug in ("", "held/", "wrong-dates/"):
        with django_assert_max_num_queries(8):
            assert client.get(f"/figures/{slug}?{DAYS}").status_code == 200


def test_dates_typed_into_the_boxes_become_an_address_to_pass_on(manager, client):
    typed = "as_at_day=31&as_at_month=10&as_at_year=2015&known_at_day=18&known_at_month=12&known_at_year=2015"
    response = client.get(f"/figures/lapses/?{typed}&cause=sofs&page=3")
    assert response["Location"] == "/figures/lapses/?cause=sofs&as_at=2015-10-31&known_at=2015-12-18"
    assert "110 individuals" in text_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("as_at=31-06-2015", "30 days"),
        ("as_at_day=1&as_at_month=&as_at_year=2015", "must include a month"),
        ("as_at=2017-01-01", "must be today or earlier"),
        ("known_at=2017-01-01", "must be today or earlier"),
    ],
)
def test_a_day_that_cannot_be_counted_is_refused_with_the_reason_and_no_numbers(manager, client, query, says):
    response = client.get(f"/figures/?{query}")
    assert says in text_of(response)
    assert links_of(response) == []


@pytest.mark.parametrize(
    "address", ["/figures/nothing/", "/figures/lapses/?cause=banana", "/figures/wrong-dates/?off_by=x"]
)
def test_a_mistyped_address_does_not_show_another_list(manager, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role.values) - SEES_ALL_CASES))
def test_who_may_not_see_all_cases_sees_no_count_of_them(caseload, client, role):
    signed_in(officer(role), client)
    for address in ("/figures/", "/figures/lapses/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", sorted(SEES_ALL_CASES))
def test_who_may_see_all_cases_sees_the_same_count_as_everybody(caseload, client, role):
    signed_in(officer(role), client)
    assert "813 individuals" in text_of(client.get(f"/figures/lapses/?{DAYS}"))
