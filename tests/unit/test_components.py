"""The parts of a page say what they are given, in words and roles that do not depend on colour or scripts."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from desk.templatetags import charts, words
from desk.templatetags.chips import chip_for
from tests import gallery

TODAY = date(2016, 4, 6)
VOID = {"meta", "link", "input", "br", "path", "img", "hr"}


class Page(HTMLParser):
    """What a test asks of a page: its elements, whether they nest, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        """All the words, blanks pressed together."""
        return re.sub(r"\s+", " ", " ".join(self.said))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return gallery.pages()


@pytest.mark.parametrize("name", ["list", "case", "form", "figures", "done"])
def test_a_page_has_one_h1_no_heading_gap_unique_ids_and_nothing_inline(
    pages: dict[str, str], name: str
) -> None:
    page = Page(pages[name])
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    # The summary of errors stands above the h1.
    after = levels[levels.index(1) :]
    assert all(deeper <= before + 1 for before, deeper in zip(after, after[1:], strict=False))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert sorted(ids) == sorted(set(ids))
    assert not [
        tag for tag, attrs in page.elements if "style" in attrs or any(a.startswith("on") for a in attrs)
    ]
    assert all("src" in attrs for tag, attrs in page.elements if tag == "script")
    assert page.misnested == [] and page.open == []


@pytest.mark.parametrize("name", ["list", "case", "form", "figures", "done"])
def test_every_label_and_description_points_at_something_on_the_page(
    pages: dict[str, str], name: str
) -> None:
    page = Page(pages[name])
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    wanted = [
        word
        for _, attrs in page.elements
        for key in ("for", "aria-describedby", "aria-labelledby")
        for word in (attrs.get(key) or "").split()
    ]
    assert set(wanted) <= ids
    links = [attrs["href"] or "" for tag, attrs in page.elements if tag == "a" and "href" in attrs]
    assert {link[1:] for link in links if link.startswith("#")} <= ids


def test_the_frame_says_marking_person_role_and_the_demonstrations_day(pages: dict[str, str]) -> None:
    text = Page(pages["list"]).text
    assert text.count("OFFICIAL-SENSITIVE - synthetic data") == 2
    assert "A. Thornley, JFIT officer" in text
    assert "Demonstration day: Wednesday 6 April 2016." in text
    assert 'aria-current="true"' in pages["list"]


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_an_error_page_needs_nothing_from_the_context(name: str) -> None:
    page = Page(render_to_string(name))
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert "OFFICIAL-SENSITIVE" in page.text


def test_a_refusal_gives_its_reason() -> None:
    assert "An Inspector signs this off" in render_to_string(
        "403.html", {"exception": "An Inspector signs this off"}
    )


@pytest.mark.parametrize(
    ("last", "text", "css"),
    [
        (date(2016, 3, 31), "6 days over", "app-chip--over"),
        (date(2016, 4, 5), "1 day over", "app-chip--over"),
        (date(2016, 4, 6), "Last day today", "app-chip--today"),
        (date(2016, 4, 7), "1 day left", "govuk-tag--red"),
        (date(2016, 4, 13), "7 days left", "govuk-tag--red"),
        (date(2016, 4, 14), "8 days left", "govuk-tag--orange"),
        (date(2016, 4, 20), "14 days left", "govuk-tag--orange"),
        (date(2016, 4, 21), "15 days left", "govuk-tag--yellow"),
        (date(2016, 5, 4), "28 days left", "govuk-tag--yellow"),
        (date(2016, 5, 5), "29 days left", "govuk-tag--teal"),
        (date(2016, 6, 1), "56 days left", "govuk-tag--teal"),
        (date(2016, 6, 2), "57 days left", "govuk-tag--grey"),
        (None, "No end date yet", "app-chip--open"),
    ],
)
def test_a_day_chip_says_the_days_and_changes_colour_at_the_alert_levels(
    last: date | None, text: str, css: str
) -> None:
    chip = chip_for(last, TODAY, "time_limited")
    assert (chip.text, chip.css) == (text, css)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("indefinite", "No end date"),
        ("open", "No end date yet"),
        ("must_destroy", "Must be destroyed"),
        ("unresolved", "Date not settled"),
    ],
)
def test_a_day_chip_says_why_there_is_no_day(status: str, text: str) -> None:
    assert chip_for(date(2016, 4, 11), TODAY, status).text == text


def test_a_day_chip_in_a_page_counts_from_the_pages_day() -> None:
    source = Template("{% load chips %}{% day_chip last %}")
    assert "5 days left" in source.render(Context({"last": date(2016, 4, 11), "today": TODAY}))


def test_words_for_days_moments_and_counts() -> None:
    assert words.day_short(date(2016, 4, 11)) == "Mon 11 April 2016"
    assert words.moment(gallery.FRAME["printed_at"]) == "6 April 2016, 14:07"
    assert words.act_by(date(2016, 5, 1)) == "act by Fri 29 April"
    assert words.act_by(date(2016, 4, 30)) == "act by Fri 29 April"
    assert words.act_by(date(2016, 4, 29)) == ""
    assert (words.number(10376), words.days(1), words.counted(2, "case,cases")) == (
        "10,376",
        "1 day",
        "2 cases",
    )
    assert (words.day(None), words.moment(None)) == ("", "")


def test_a_table_keeps_its_roles_labels_and_sort_order(pages: dict[str, str]) -> None:
    page = Page(pages["list"])
    cells = [
        attrs for tag, attrs in page.elements if tag in ("td", "th") and attrs.get("role") != "columnheader"
    ]
    assert cells and all(
        attrs.get("data-label") and attrs["role"] in ("cell", "rowheader") for attrs in cells
    )
    heads = [attrs for tag, attrs in page.elements if attrs.get("role") == "columnheader"]
    assert [head.get("aria-sort") for head in heads] == ["ascending", None, None, None, None, None]
    assert all(head["scope"] == "col" for head in heads)
    assert "Showing 13 to 24 of 60 cases" in page.text
    sort = next(attrs["href"] for tag, attrs in page.elements if attrs.get("class") == "app-sort")
    # The filter stays, the order turns round, and the reader starts again at the first page.
    assert sort == "?power=TACT-S7&sort=-last_lawful_day"
    current = [attrs for tag, attrs in page.elements if attrs.get("aria-current") == "page"]
    assert [attrs["aria-label"] for attrs in current] == ["Page 2"]


def test_a_form_with_errors_lists_them_first_and_says_what_to_do(pages: dict[str, str]) -> None:
    page = Page(pages["form"])
    assert "Error: Record a taking - Retention casework" in page.text
    summary = page.text.index("There is a problem")
    assert summary < page.text.index("Record a taking", summary)
    for message in (
        "Enter the register reference",
        "Day of taking: 31 June does not exist. June 2015 has 30 days",
        "Choose the power",
        "Choose at least one: what was taken",
        'Tick "The person and the item are the right ones" to go on',
    ):
        assert page.text.count(message) == 2, message
    links = [attrs["href"] for tag, attrs in page.elements if tag == "a"]
    assert {"#id_reference", "#id_taken_on_day", "#id_power_0", "#id_kinds_0", "#id_checked"} <= set(links)
    box = next(attrs for _, attrs in page.elements if attrs.get("id") == "id_reference")
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"] == "id_reference_helptext id_reference_error"
    # Nothing is chosen or focused beforehand, except the summary of errors.
    assert [attrs.get("class") for _, attrs in page.elements if "autofocus" in attrs] == [
        "govuk-error-summary"
    ]
    assert not [tag for tag, attrs in page.elements if "checked" in attrs]


def test_the_budget_bar_says_in_words_and_numbers_what_it_draws(pages: dict[str, str]) -> None:
    page = Page(pages["case"])
    picture = next(attrs for tag, attrs in page.elements if attrs.get("role") == "img")
    assert picture["aria-label"] == (
        "Spent: 177 of 183 days. 5 days left after today. Still needed: 40 days, 35 more than are left. "
        "Last lawful day 11 April 2016."
    )
    assert "Waited at JFIT, not started 14 October 2015 to 13 March 2016 152 none" in page.text


def test_the_budget_bar_of_a_case_past_its_day_shows_the_days_over() -> None:
    late = {**gallery.BUDGET, "today": date(2016, 4, 21), "needed": []}
    drawn = charts.budget_bar(late)
    assert drawn["words"]["all"] == "Spent: 183 of 183 days. 10 days over."
    assert drawn["drawing"]["over"]["width"] > 0 and "left" not in drawn["drawing"]


def test_a_chart_is_a_picture_with_links_a_key_what_is_dated_and_the_same_numbers_in_a_table(
    pages: dict[str, str],
) -> None:
    page = Page(pages["figures"])
    assert "29 November 27 6 17 50" in page.text
    assert "A 15 December 2015: Inspectors sign off" in page.text
    links = {attrs["href"]: attrs for tag, attrs in page.elements if tag == "a" and "aria-label" in attrs}
    assert links["/lapses/?from=2015-12-13"]["aria-label"] == "48, 13 Dec"
    fills = {attrs["fill"] for tag, attrs in page.elements if tag == "rect" and "fill" in attrs}
    drawn = {attrs["id"] for tag, attrs in page.elements if tag == "pattern"}
    assert fills == {"url(#p-c1)", "url(#p-c2)", "url(#p-c4)"}
    assert drawn == {"p-c1", "p-c2", "p-c4"}
    assert not [attrs for _, attrs in page.elements if "style" in attrs]


def test_each_fill_of_a_drawing_has_a_pattern_of_its_own() -> None:
    fills = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")
    patterns = [charts.WEAVES.get(fill, "") for fill in fills]
    assert len(set(patterns)) == len(fills)


def test_bars_are_drawn_in_proportion_to_the_largest() -> None:
    rows = [{"value": 300}, {"value": 165}, {"value": 0}]
    widths = [re.findall(r'width="([\d.]+)"', charts.bar(row["value"], rows))[1] for row in rows]
    assert widths == ["300.0", "165.0", "0.0"]
    assert charts.bar(0, [{"value": 0}]).count("<rect") == 2


def test_counts_are_links_to_the_list_that_makes_them(pages: dict[str, str]) -> None:
    page = Page(pages["figures"])
    assert "191 held unlawfully" in page.text and "10,376 cases in all" in page.text
    assert {"/l/1", "/l/2", "/l/3", "/l/4"} <= {
        attrs.get("href") for tag, attrs in page.elements if tag == "a"
    }


def test_a_blocked_task_differs_in_words_from_one_not_begun(pages: dict[str, str]) -> None:
    text = Page(pages["case"]).text
    for said in ("Waiting for others", "Started, blocked", "Can start", "Not yet", "Done"):
        assert said in text


def test_text_from_people_is_never_markup() -> None:
    name = "<script>alert(1)</script>"
    html = gallery.page("case", **{**gallery.CASE, "identity": {**gallery.IDENTITY, "name": name}})
    assert name not in html
    assert "&lt;script&gt;" in html


def test_the_vendored_files_keep_their_licences_and_carry_no_crest_or_typeface() -> None:
    vendor = settings.BASE_DIR / "static" / "vendor"
    folders = [folder for folder in vendor.iterdir() if folder.is_dir()]
    assert len(folders) == 2
    for folder in folders:
        assert "MIT" in (folder / "LICENCE.txt").read_text()
        for sheet in folder.glob("*.css"):
            css = sheet.read_text()
            assert "@font-face" not in css and "GDS Transport" not in css and "sourceMappingURL" not in css
            assert re.findall(r"url\(/", css) == []
        names = [file.name for file in folder.rglob("*")]
        assert not [name for name in names if re.search(r"crest|crown|logotype|\.woff", name)]
