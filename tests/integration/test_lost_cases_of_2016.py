"""The 108 lost cases of 2016 each have a status of their mitigation."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from accounts.choices import Role
from oversight import lost
from tests import casework
from tests.people import signed_in


def test_all_108_lost_cases_of_2016_have_a_status_on_the_page(caseload):
    viewer = casework.officer(Role.JFIT_MANAGER)
    page = signed_in(viewer).get(reverse("oversight:mitigation"))
    found = lost.to_mitigate(viewer, date(2016, 4, 6))
    published = [each for each in found if each.last_lawful_day < date(2016, 3, 31)]
    assert len({each.row.subject_id for each in published}) == 108
    assert page.context["table"].page.paginator.count == len(found)
    assert {each.status_words for each in found} == {"Not yet considered"}
    assert f"Not yet considered ({len(found)})" in page.text
