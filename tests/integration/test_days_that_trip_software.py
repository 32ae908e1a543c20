"""29 February, 31 August, the first and last days of windows and regimes, and both changes of the clocks: no
page, preset or form fails or shifts a day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.choices import Rank, Role
from audit import clock
from cases.models import Material
from desk.filters import BAND_CHOICES
from law.periods import last_day
from tests import casework
from tests.architecture.test_every_url import ADDRESSES
from tests.casework import LONDON
from tests.people import signed_in

pytestmark = pytest.mark.django_db
# A day, a time of it in London, and why.
QUICK = [
    (date(2016, 2, 29), 0, 5, "29 February"),
    (date(2016, 3, 27), 2, 30, "the clocks go forward"),
]
OTHERS = [
    (date(2016, 10, 30), 1, 30, "the clocks go back, and the last lawful day of Legacy Material"),
    (date(2014, 8, 31), 23, 55, "31 August before a common February"),
    (date(2013, 10, 31), 0, 1, "the first day of the regimes"),
    (date(2015, 12, 31), 23, 59, "31 December"),
    (date(2020, 4, 2), 0, 1, "the first day of the coronavirus regulations"),
    (date(2020, 8, 13), 0, 1, "the first day of five years"),
    (date(2021, 3, 24), 23, 59, "the last day of the coronavirus regulations"),
    (date(2024, 2, 29), 23, 59, "29 February, late"),
]
DAYS = [
    *(pytest.param(*row[:3], id=row[3]) for row in QUICK),
    *(pytest.param(*row[:3], id=row[3], marks=pytest.mark.full_size) for row in OTHERS),
]
# Where the six months end within the coronavirus regulations.
EXTENDED = {date(2020, 4, 2): date(2021, 3, 31), date(2020, 8, 13): date(2021, 8, 11)}
MANAGER = Role.JFIT_MANAGER


@pytest.mark.parametrize(("today", "hour", "minute"), DAYS)
def test_every_list_page_and_preset_answers_on_that_day_and_a_taking_of_that_day_keeps_it(
    today: date, hour: int, minute: int
) -> None:
    now = datetime(today.year, today.month, today.day, hour, minute, tzinfo=LONDON)
    sofs = casework.officer(Role.SOFS_OFFICER, from_on=date(2010, 1, 1))
    manager = casework.officer(MANAGER, rank=Rank.INSPECTOR, from_on=date(2010, 1, 1))
    with time_machine.travel(now, tick=False):
        assert clock.today() == today
        made = casework.case(by=sofs, taken_on=today, kinds=("fingerprints",))
        casework.case(by=sofs, taken_on=today - timedelta(days=170), kinds=("fingerprints",))
        item = made.material.get()
        expected = EXTENDED.get(today) or last_day(today, 6)
        assert item.last_lawful_day == expected
        who = signed_in(manager)
        rooms = [each for each in ADDRESSES if ":" in each.name and not each.arguments]
        urls = [each.url({}) for each in rooms if MANAGER in each.allowed]
        urls += [f"{reverse('desk:cases')}?band={band}" for band, _ in BAND_CHOICES]
        urls += [reverse("desk:case", args=[made.pk]), reverse("desk:why", args=[made.pk, item.pk])]
        failed = [(url, answer.status_code) for url in urls if (answer := who.get(url)).status_code >= 400]
        assert failed == []
        assert Material.objects.unlawful_on(expected).filter(pk=item.pk).count() == 0
