"""The two people whom most tests of casework need."""

import pytest

from accounts.choices import Role
from accounts.models import Officer
from tests import casework


@pytest.fixture
def sofs() -> Officer:
    """An officer of SOFS."""
    return casework.officer(Role.SOFS_OFFICER)


@pytest.fixture
def jfit() -> Officer:
    """An officer of JFIT."""
    return casework.officer(Role.JFIT_OFFICER, name="Jo Fit")
