"""The threat model names tests that exist."""

from __future__ import annotations

import re

from nsd import places
from tests.architecture.source import sources

MODEL = places.ROOT / "docs" / "threat-model.md"


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+(?:\.py)?)`", MODEL.read_text()))
    files = list(sources("tests"))
    there = {source.path.rsplit("/", 1)[-1] for source in files}
    there |= {name for source in files for name in re.findall(r"^def (test_\w+)", source.text, re.M)}
    assert len(named) > 40
    assert named - there == set()
