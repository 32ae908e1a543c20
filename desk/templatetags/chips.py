"""Chips and tags: the few words that say how near the last lawful day is, or how a thing stands.

The bands are the levels of the alerts. A chip always has words, so that colour says nothing alone.
"""

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit import clock
from cases.durations import in_days

register = template.Library()

OUTLINE, OVER, TODAY = "app-chip--open", "app-chip--over", "app-chip--today"
ROSE, GREY, PURPLE = "govuk-tag--red", "govuk-tag--grey", "govuk-tag--purple"
# Days left, inclusive, up to which a band holds; the first that fits counts.
BANDS = ((7, ROSE), (14, "govuk-tag--orange"), (28, "govuk-tag--yellow"), (56, "govuk-tag--teal"))
# What the law answers where no day is to be counted down to.
WITHOUT_A_DAY = {
    "indefinite": ("No end date", OUTLINE),
    "open": ("No end date yet", OUTLINE),
    "must_destroy": ("Must be destroyed", OVER),
    "unresolved": ("Date not settled", PURPLE),
    "destroyed": ("Destroyed", GREY),
}
COLOURS = {
    # the state of a case
    "with_sofs": "teal",
    "with_jfit": "teal",
    "with_chief_officer": "teal",
    "retained_on_other_basis": "green",
    "nsd_in_force": "green",
    "nsd_refused": "orange",
    "stop_with_inspector": "yellow",
    "stop_with_superintendent": "yellow",
    "stop_confirmed": "orange",
    "closed": "grey",
    # the state of a task
    "done": "green",
    "waiting": "yellow",
    "blocked": "orange",
    "can_start": "",
    "not_yet": "grey",
}
TASK_WORDS = {
    "done": "Done",
    "waiting": "Waiting for others",
    "blocked": "Started, blocked",
    "can_start": "Can start",
    "not_yet": "Not yet",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """The words of a chip and the class that colours it."""

    text: str
    css: str


def chip_for(last_lawful_day: date | None, today: date, status: str = "") -> Chip:
    """The chip of an item or case: days left or over counted from today, or why there is no day.

    The last lawful day itself is not yet over: it reads "Last day today".
    """
    if status in WITHOUT_A_DAY:
        return Chip(*WITHOUT_A_DAY[status])
    if last_lawful_day is None:
        return Chip(*WITHOUT_A_DAY["open"])
    left = (last_lawful_day - today).days
    if left < 0:
        return Chip(f"{in_days(-left)} over", OVER)
    if left == 0:
        return Chip("Last day today", TODAY)
    css = next((css for most, css in BANDS if left <= most), GREY)
    return Chip(f"{in_days(left)} left", css)


def _shown(chip: Chip) -> SafeString:
    return format_html('<strong class="govuk-tag app-chip {}">{}</strong>', chip.css, chip.text)


@register.simple_tag(takes_context=True)
def day_chip(
    context: dict, last_lawful_day: date | None, status: str = "", on: date | None = None
) -> SafeString:
    """``{% day_chip item.last_lawful_day item.status %}``: "5 days left", "Last day today", "6 days over".

    Counted from ``on``, else from the page's ``today``, else from the business day of ``audit.clock``.
    """
    today = on or context.get("today") or clock.today()
    return _shown(chip_for(last_lawful_day, today, str(status or "")))


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """``{% tag "Seen" "green" %}``: green, yellow, orange, red, purple, teal, grey, over, today, open."""
    if not colour:
        return _shown(Chip(text, ""))
    own = f"app-chip--{colour}"
    return _shown(Chip(text, own if own in (OUTLINE, OVER, TODAY) else f"govuk-tag--{colour}"))


@register.simple_tag
def state_tag(state: str, words: str = "") -> SafeString:
    """``{% state_tag case.state case.get_state_display %}``: the state of a case or task as a tag.

    ``words`` may be left out for the five states of a task; a state without words of its own shows its code.
    """
    state = str(state)
    return tag(words or TASK_WORDS.get(state, state), COLOURS.get(state, "grey"))
