"""docs/law.md, written from the declarations: ``python -m law.document > docs/law.md``.

A test compares the file with this output, so the page and the rules cannot drift apart.
"""

from collections.abc import Iterable

from law.release import LAW_VERSION
from law.rules import REGIMES, RULES
from law.rules.declared import Rule
from law.words import day_words

TITLES = {
    **{regime.key: regime.act for regime in REGIMES.values()},
    "LEGACY": "Legacy Material, taken before 31 October 2013",
    "CORONAVIRUS": "Coronavirus regulations",
    "BARS": "Statutory bars, and orders to keep a sample",
}
TESTS = {
    "TACT": "test_terrorism_act.py",
    "PACE": "test_pace.py",
    "CTA": "test_other_regimes.py",
    "TPIM": "test_other_regimes.py",
    "BORDER": "test_other_regimes.py",
    "NSA": "test_other_regimes.py",
    "SCOT": "test_nations.py",
    "NI": "test_nations.py",
    "LEGACY": "test_legacy.py",
    "CORONAVIRUS": "test_coronavirus.py",
    "BARS": "test_bars_and_samples.py",
}
_INTRODUCTION = f"""# The law, as the product applies it

Written from the declarations in `law/rules/` by `python -m law.document > docs/law.md`; do not
edit it by hand. Law version {LAW_VERSION}. In our own words, not legal advice: a force solicitor
approves these tables before live use. How cover is worked out from them is in `law/cover.py`; month
arithmetic in `law/periods.py`.

Confidence: **verified**, the operative words were read; **part verified**, read in part;
**inference**, our reading of words that were read; **recalled**, from memory, to be confirmed. A
rule marked *not applied* gives no date: material under it is `unresolved` until a person decides.

Every regime is also covered by `test_vectors.py` (scenarios computed by an independent program),
`test_worked_examples.py` and `test_properties.py`.
"""


def document() -> str:
    """The whole page, as Markdown."""
    parts = [_INTRODUCTION]
    for key, title in TITLES.items():
        rules = [rule for rule in RULES if rule.regime == key]
        parts.append(f"## {title}\n\nTests: `tests/law/{TESTS[key]}`.\n")
        parts.append(_table(rules))
    parts.append("## Open questions for a lawyer\n")
    parts.append(_questions())
    return "\n".join(parts)


def _table(rules: Iterable[Rule]) -> str:
    head = (
        "| rule | provision | question | gives | in force | known from | material | confidence | source |\n"
    )
    head += "|---|---|---|---|---|---|---|---|---|\n"
    return head + "".join(_row(rule) for rule in rules)


def _row(rule: Rule) -> str:
    confidence = rule.confidence.value
    if rule.disabled_because:
        confidence += f"; *not applied: {rule.disabled_because}*"
    cells = (
        rule.id,
        rule.provision,
        rule.asks,
        rule.gives,
        _in_force(rule),
        day_words(rule.known) if rule.known else "not asserted",
        ", ".join(sorted(kind.replace("_", " ").replace("dna", "DNA") for kind in rule.kinds)),
        confidence,
        "; ".join(rule.sources),
    )
    return "| " + " | ".join(cells) + " |\n"


def _in_force(rule: Rule) -> str:
    if rule.ends_on is not None:
        return f"to {day_words(rule.ends_on)}"
    if rule.in_force_from is None:
        return "not asserted"
    to = f" to {day_words(rule.in_force_to)}" if rule.in_force_to else " on"
    return f"{day_words(rule.in_force_from)}{to}"


def _questions() -> str:
    asked: dict[str, list[str]] = {}
    for rule in RULES:
        for question in rule.questions:
            asked.setdefault(question, []).append(rule.id)
    return "".join(
        f"{number}. {question} ({', '.join(dict.fromkeys(ids))})\n"
        for number, (question, ids) in enumerate(asked.items(), start=1)
    )


if __name__ == "__main__":
    print(document(), end="")
