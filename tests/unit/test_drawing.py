"""Drawings are true to their numbers: scales, heights, places, and what they do with nothing or with much."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest

from oversight import bands, drawing
from oversight.charts import base
from oversight.drawing import (
    BASE,
    LEFT,
    RIGHT,
    TOP,
    Area,
    Bar,
    Column,
    Note,
    Rule,
    Spread,
    Step,
    Words,
    areas,
    axis,
    columns,
    spreads,
    waterfall,
)


def of(kind, drawn):
    return [shape for shape in drawn.shapes if isinstance(shape, kind)]


def links(drawn):
    return [shape for shape in of(Words, drawn) if shape.href]


@pytest.mark.parametrize("module", [drawing, bands, base])
def test_what_the_docstrings_say_is_so(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("most", [0, 1, 2, 7, 41, 126, 813, 4_424, 10_376, 987_654_321])
def test_an_axis_begins_at_nought_and_holds_the_greatest_in_three_to_five_whole_steps(most):
    scale = axis([most])
    steps = {b - a for a, b in zip(scale.marks, scale.marks[1:], strict=False)}
    assert scale.low == scale.marks[0] == 0 and scale.high == scale.marks[-1] >= most
    assert len(steps) == 1 and 3 <= len(scale.marks) - 1 <= 5
    assert (scale.y(0), scale.y(scale.high)) == (BASE, TOP)


def test_an_axis_with_values_below_nought_has_nought_among_its_marks():
    scale = axis([-30, 60])
    assert scale.low <= -30 and scale.high >= 60 and 0 in scale.marks
    assert axis([-500]).high == 0 and axis([-500]).low <= -500


def test_bars_are_as_high_as_their_numbers_and_stand_on_one_another():
    drawn = columns([Column("1", (30, 20), href="/a"), Column("2", (0, 50), href="/b")], ("c1", "c2"))
    first, second, third = of(Bar, drawn)
    scale = axis([50])
    assert first.height == pytest.approx(scale.y(0) - scale.y(30) - 1, abs=0.1)  # less the hairline
    assert second.y == scale.y(50) and second.y + second.height <= first.y
    assert third.height == pytest.approx(scale.y(0) - scale.y(50) - 1, abs=0.1)
    assert [(word.text, word.href, word.label) for word in links(drawn)] == [
        ("50", "/a", "50, 1"),
        ("50", "/b", "50, 2"),
    ]


def test_somebody_in_two_series_is_said_once_though_the_bar_is_as_high_as_both():
    drawn = columns([Column("1", (2, 2), href="/a", counted=3)], ("c1", "c2"))
    assert [word.text for word in links(drawn)] == ["3"]
    assert len(of(Bar, drawn)) == 2


def test_nothing_at_all_is_drawn_as_an_empty_axis_with_noughts():
    drawn = columns([Column("1", (0,), href="/a"), Column("2", (0,), href="/b")], ("c1",))
    assert of(Bar, drawn) == [] and [word.text for word in links(drawn)] == ["0", "0"]
    assert columns([], ()).shapes and areas([], ()).shapes and waterfall([]).shapes and spreads([]).shapes


def test_a_day_to_come_has_its_name_and_no_number():
    drawn = columns([Column("1", (5,), href="/a"), Column("2", (0,))], ("c1",), line=[5, 0])
    assert [word.text for word in of(Words, drawn) if word.look == "bold"] == ["5"]
    (line,) = [rule for rule in of(Rule, drawn) if rule.look == "dash"]
    assert (line.y1, line.y2) == (axis([5]).y(5), BASE)


def test_a_huge_number_among_small_ones_leaves_a_hair_of_each():
    drawn = columns([Column("1", (1,), href="/a"), Column("2", (1_000_000,), href="/b")], ("c1",))
    small, great = of(Bar, drawn)
    assert small.height >= 0.5 and great.height > 100 * small.height


@pytest.mark.parametrize("count", [1, 13, 60])
def test_everything_stands_within_the_drawing_and_numbers_do_not_meet(count):
    bars = [Column(str(number), (4_000,), href=f"/{number}") for number in range(count)]
    drawn = columns(bars, ("c1",))
    assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT for bar in of(Bar, drawn))
    said = links(drawn)
    assert said[-1].href == f"/{count - 1}"  # the last is always said
    gaps = [b.x - a.x for a, b in zip(said, said[1:], strict=False)]
    assert not gaps or min(gaps) >= len("4,000") * 6


def test_bands_lie_on_one_another_and_the_sum_is_said_above_the_last():
    bars = [Column("1", (1, 3), href="/a"), Column("2", (2, 2), href="/b")]
    low, high = of(Area, areas(bars, ("c1", "c2")))
    scale = axis([4])
    assert [y for _, y in low.points] == [scale.y(value) for value in (1, 2, 0, 0)]
    assert [y for _, y in high.points] == [scale.y(value) for value in (4, 4, 2, 1)]
    assert areas(bars, ("c1", "c2")).fills == ["c1", "c2"]


def test_what_is_dated_stands_where_its_day_is_and_letters_do_not_meet():
    drawn = columns([Column("1", (1,)), Column("2", (1,))], ("c1",), notes=[Note(0.5, "A"), Note(0.501, "B")])
    marks = [rule for rule in of(Rule, drawn) if rule.look == "mark"]
    assert marks[0].x1 == marks[0].x2 == (LEFT + RIGHT) / 2
    a, b = (next(word for word in of(Words, drawn) if word.text == letter) for letter in "AB")
    assert b.x - a.x > 8


def test_a_waterfall_goes_from_what_was_reported_by_each_reason_to_what_it_would_be():
    steps = [
        Step("First reported", 6_500, is_level=True),
        Step("Changed fact", 1_800, href="/rows"),
        Step("Changed law", -200),
        Step("As known later", 8_100, is_level=True),
    ]
    drawn = waterfall(steps)
    start, up, down, end = of(Bar, drawn)
    scale = axis([8_300])
    assert (up.y, round(up.y + up.height, 1)) == (scale.y(8_300), scale.y(6_500))
    assert (down.y, round(down.y + down.height, 1)) == (scale.y(8_300), scale.y(8_100))
    assert round(start.y + start.height, 1) == round(end.y + end.height, 1) == BASE
    assert (start.fill, up.fill, down.fill) == ("c1", "c4", "c5")
    said = [word.text for word in of(Words, drawn) if word.look == "bold"]
    assert said == ["6,500", "+1,800", "-200", "8,100"]


def test_a_waterfall_below_nought_stays_in_the_drawing():
    drawn = waterfall([Step("A", 2, is_level=True), Step("B", -2), Step("C", 0, is_level=True)])
    assert all(TOP <= bar.y <= BASE and bar.y + bar.height <= BASE + 0.5 for bar in of(Bar, drawn))


def test_spreads_show_days_past_the_last_lawful_day_left_of_nought_and_the_limit():
    rows = [
        Spread("To JFIT", -10, -2, 30, 80, 120, limit=63, href="/x", count=40),
        Spread("None", 0, 0, 0, 0, 0),
    ]
    drawn = spreads(rows)
    (bar,) = of(Bar, drawn)
    nought = next(rule for rule in of(Rule, drawn) if rule.look == "line" and rule.x1 == rule.x2)
    assert bar.x < nought.x1 < bar.x + bar.width
    (limit,) = [rule for rule in of(Rule, drawn) if rule.look == "dash"]
    assert nought.x1 < limit.x1 < bar.x + bar.width
    assert [word.text for word in links(drawn)] == ["To JFIT (40)"]


def test_changes_of_one_day_share_a_letter_and_none_outside_the_time_is_drawn():

    days = [date(2015, 12, 15), date(2016, 1, 4), date(2016, 1, 4), date(2017, 1, 1)]
    changes = base.lettered(base.Change(day, f"change {n}") for n, day in enumerate(days))
    assert [change.letter for change in changes] == ["A", "B", "B", "C"]
    spans = base.fortnights(date(2016, 3, 31))
    notes = base.notes_of(changes, spans)
    assert [note.letter for note in notes] == ["A", "B"]
    place = next(n for n, span in enumerate(spans) if span.first <= days[0] <= span.last)
    assert place / 13 <= notes[0].at < (place + 1) / 13
    assert base.changes_in(changes, spans[place]).value == "A change 0"


def test_thirteen_fortnights_are_whole_without_gap_and_end_on_the_day():

    spans = base.fortnights(date(2016, 3, 31))
    assert len(spans) == 13 and spans[-1].last == date(2016, 3, 31)
    assert {(span.last - span.first).days for span in spans} == {13}
    assert {b.first - a.last for a, b in zip(spans, spans[1:], strict=False)} == {timedelta(days=1)}
