"""Officers of SOFS and JFIT, and somebody who browses as one of them on a day."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from cases.models import (
    Case,
)
from tests import casework
from tests.casework import DAY, at
from tests.people import signed_in


@pytest.fixture
def sofs():
    return casework.officer(Role.SOFS_OFFICER)


@pytest.fixture
def jfit():
    return casework.officer(Role.JFIT_OFFICER)


@pytest.fixture
def browse(client):
    """Asks for a page, or posts to it, as somebody on a day."""

    def ask(person, name, case=None, day=DAY, **posted):
        args = [case.pk] if isinstance(case, Case) else list(case or ())
        with at(day):
            signed_in(person, client)
            method = client.post if posted else client.get
            return method(reverse(name, args=args), posted)

    return ask
