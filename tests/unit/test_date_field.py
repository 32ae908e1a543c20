"""A day typed in three boxes is read exactly, and a wrong one is answered with which part and why."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import DateField


class TakingForm(forms.Form):
    """One required day and one that may be left out."""

    taken_on = DateField(label="Day of taking")
    pnc_checked = DateField(label="PNC check", required=False)


def filled(day: str = "", month: str = "", year: str = "") -> TakingForm:
    """The form with the three boxes of the required day filled in."""
    return TakingForm({"taken_on_day": day, "taken_on_month": month, "taken_on_year": year})


def answer(day: str = "", month: str = "", year: str = "") -> tuple[str, set[str]]:
    """The one message the boxes are refused with, and the parts it names."""
    errors = filled(day, month, year).errors["taken_on"].as_data()
    assert len(errors) == 1
    return errors[0].messages[0], set(errors[0].params["parts"])


@pytest.mark.parametrize(
    "boxes",
    [
        ("31", "10", "2015"),
        (" 31 ", "10", "2015"),
        ("31", "October", "2015"),
        ("31", "oct", "2015"),
        ("31 October 2015", "", ""),
        ("", "31/10/2015", ""),
        ("", "", "2015-10-31"),
        ("31.10.2015", "", ""),
        ("31st October, 2015", "", ""),
        ("Saturday 31 October 2015", "", ""),
        ("Sat, 31 Oct 2015", "", ""),
    ],
)
def test_a_real_day_is_read_however_it_is_written(boxes: tuple[str, str, str]) -> None:
    form = filled(*boxes)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["taken_on"] == date(2015, 10, 31)


def test_the_day_comes_before_the_month() -> None:
    form = filled("3/4/2016")
    assert form.is_valid()
    assert form.cleaned_data["taken_on"] == date(2016, 4, 3)


def test_29_february_of_a_leap_year_is_a_day() -> None:
    form = filled("29", "2", "2016")
    assert form.is_valid()
    assert form.cleaned_data["taken_on"] == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("boxes", "message", "parts"),
    [
        (("31", "6", "2015"), "Day of taking: 31 June does not exist. June 2015 has 30 days", {"day"}),
        (("31/06/2015", "", ""), "Day of taking: 31 June does not exist. June 2015 has 30 days", {"day"}),
        (
            ("29", "2", "2015"),
            "Day of taking: 29 February 2015 does not exist. 2015 is not a leap year: February has 28 days",
            {"day"},
        ),
        (
            ("30", "2", "2016"),
            "Day of taking: 30 February does not exist. February 2016 has 29 days",
            {"day"},
        ),
        (
            ("6", "4", "16"),
            "Day of taking: year 16 must be 4 numbers between 1900 and 2199, for example 2016",
            {"year"},
        ),
        (
            ("6/4/16", "", ""),
            "Day of taking: year 16 must be 4 numbers between 1900 and 2199, for example 2016",
            {"year"},
        ),
        (
            ("6", "4", "0216"),
            "Day of taking: year 0216 must be 4 numbers between 1900 and 2199, for example 2016",
            {"year"},
        ),
        (("6", "", "2016"), "Day of taking must include a month", {"month"}),
        (("6", "", ""), "Day of taking must include a month and a year", {"month", "year"}),
        (("6", "13", "2016"), "Day of taking: month 13 does not exist. Months are 1 to 12", {"month"}),
        (("0", "4", "2016"), "Day of taking: day 0 does not exist. Days are 1 to 31", {"day"}),
        (("32", "4", "2016"), "Day of taking: day 32 does not exist. Days are 1 to 31", {"day"}),
        (
            ("6", "4", "last year"),
            'Day of taking: "last year" is not a year. Use 4 numbers, for example 2016',
            {"year"},
        ),
        (("sixth", "4", "2016"), 'Day of taking: "sixth" is not a day. Use a number from 1 to 31', {"day"}),
        (
            ("6", "Octember", "2016"),
            'Day of taking: "Octember" is not a month. Use a number from 1 to 12, or its name',
            {"month"},
        ),
        (("50%", "4", "2016"), 'Day of taking: "50%" is not a day. Use a number from 1 to 31', {"day"}),
        (("٦", "4", "2016"), 'Day of taking: "٦" is not a day. Use a number from 1 to 31', {"day"}),
        (("", "", ""), "Enter the day of taking", {"day", "month", "year"}),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_the_part_and_the_reason(
    boxes: tuple[str, str, str], message: str, parts: set[str]
) -> None:
    assert answer(*boxes) == (message, parts)


def test_what_was_typed_is_shown_again_and_only_the_wrong_box_is_marked() -> None:
    html = str(filled("31", "June", "2015")["taken_on"])
    assert 'value="31"' in html and 'value="June"' in html and 'value="2015"' in html
    assert html.count('aria-invalid="true"') == 1
    wrong_box = next(line for line in html.splitlines() if "aria-invalid" in line)
    assert 'id="id_taken_on_day"' in wrong_box


def test_the_error_link_leads_to_the_first_wrong_box() -> None:
    assert filled("6", "", "")["taken_on"].error_target == "id_taken_on_month"
    assert filled("6", "4", "16")["taken_on"].error_target == "id_taken_on_year"
    assert filled("", "", "")["taken_on"].error_target == "id_taken_on_day"


def test_a_day_that_may_be_left_out_is_none() -> None:
    form = filled("6", "4", "2016")
    assert form.is_valid()
    assert form.cleaned_data["pnc_checked"] is None


def test_the_message_keeps_the_capitals_of_an_abbreviation() -> None:
    with pytest.raises(ValidationError, match="^\\['Enter the PNC check'\\]$"):
        DateField(label="PNC check").clean(["", "", ""])


def test_a_day_known_already_fills_the_boxes() -> None:
    html = str(TakingForm(initial={"taken_on": date(2016, 4, 6)})["taken_on"])
    assert 'value="6"' in html and 'value="4"' in html and 'value="2016"' in html


def test_the_same_day_written_otherwise_is_no_change() -> None:
    data = {"taken_on_day": "6 April 2016", "taken_on_month": "", "taken_on_year": ""}
    assert TakingForm(data, initial={"taken_on": date(2016, 4, 6)}).changed_data == []
    data["taken_on_day"] = "7 April 2016"
    assert TakingForm(data, initial={"taken_on": date(2016, 4, 6)}).changed_data == ["taken_on"]
