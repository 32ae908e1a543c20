"""The wrong dates of 2016: 92 that are 31 days early are one incident, not 92; the rest are no pattern."""

from oversight import incidents
from oversight.services.incidents import look
from tests.databases import Database


def test_the_dates_that_are_31_days_early_are_one_incident(caseload: Database) -> None:
    assert [(each.days, each.count, each.cases) for each in incidents.incidents()] == [(-31, 92, 92)]
    assert look() == 0
