"""One clock, and one place that counts months."""

import ast
import re

import pytest

from nsd import places
from tests.architecture.source import Source, calls, dotted, product, strings

CLOCK = "audit/clock.py"
MONTHS = "law/periods.py"
# Lengths in days that stand for months or years.
DISGUISED = {30, 31, 60, 61, 62, 90, 91, 92, 180, 181, 182, 183, 184, 364, 365, 366, 730, 731, 1095, 1096}
READS = {"now", "utcnow", "today"}
# These read a clock only when nothing is given to them.
READS_ALONE = {"localdate", "localtime", "gmtime"}
SQL_CLOCK = re.compile(
    r"\b(now\s*\(\s*\)|current_date\b|current_timestamp\b|localtimestamp\b|clock_timestamp|statement_timestamp)",
    re.IGNORECASE,
)
SQL_MONTHS = re.compile(r"interval\s+'[^']*(month|year)|make_interval\s*\(", re.IGNORECASE)


def clock_reads(source: Source) -> list[str]:
    """Where a file reads a clock by itself: a call, a field that does, a database's clock."""
    found = []
    for call, name in calls(source):
        owner, _, last = name.rpartition(".")
        if last in READS and owner and owner.split(".")[-1] != "clock":
            found.append(f"{source.at(call)} {name}()")
        if (last in READS_ALONE and not call.args and not call.keywords) or last in ("Now", "time_ns"):
            found.append(f"{source.at(call)} {name}()")
        if name.endswith("time.time"):
            found.append(f"{source.at(call)} {name}()")
        found += [
            f"{source.at(call)} {word.arg}"
            for word in call.keywords
            if word.arg in ("auto_now", "auto_now_add") and getattr(word.value, "value", None) is not False
        ]
        found += [
            f"{source.at(call)} default={dotted(word.value)}"
            for word in call.keywords
            if word.arg in ("default", "db_default") and dotted(word.value).rpartition(".")[2] in READS
        ]
    found += [f"{source.at(text)} {text.value!r}" for text in strings(source) if SQL_CLOCK.search(text.value)]
    return found


def month_arithmetic(source: Source) -> list[str]:
    """Where a file counts months or years by itself."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            if any(name.split(".")[0] == "dateutil" for name in names):
                found.append(f"{source.at(node)} import of {', '.join(filter(None, names))}")
    for call, name in calls(source):
        last = name.rpartition(".")[2]
        given = {word.arg: getattr(word.value, "value", None) for word in call.keywords}
        if last == "timedelta" and (given.get("days") in DISGUISED or (given.get("weeks") or 0) > 12):
            found.append(f"{source.at(call)} timedelta({given})")
        if last == "timedelta" and call.args and getattr(call.args[0], "value", None) in DISGUISED:
            found.append(f"{source.at(call)} timedelta({call.args[0].value})")
        if last == "replace" and ({"year", "month"} & given.keys()):
            found.append(f"{source.at(call)} replace({', '.join(filter(None, given))})")
    found += [
        f"{source.at(text)} {text.value!r}" for text in strings(source) if SQL_MONTHS.search(text.value)
    ]
    return found


def test_only_the_clock_reads_a_clock() -> None:
    # beat's pulse is a file's age for a health check, never a business moment. A fact's stamp bears the
    # database's own moment, which whoever writes the fact cannot choose.
    stamps = {"audit/stamping.py", "audit/migrations/0005_facts_are_stamped.py"}
    allowed = {CLOCK, "nsd/beat.py"} | stamps
    assert [
        found for source in product() if source.path not in allowed for found in clock_reads(source)
    ] == []


def test_only_the_law_of_periods_counts_months() -> None:
    assert [
        found for source in product() if source.path != MONTHS for found in month_arithmetic(source)
    ] == []


def test_no_template_reads_a_clock() -> None:
    found = [
        str(path.relative_to(places.ROOT))
        for path in (places.ROOT / "templates").rglob("*.html")
        if re.search(r"{%\s*now\b|\|\s*(timesince|timeuntil|naturalday|naturaltime)\b", path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("from datetime import date\nx = date.today()", True),
        ("from django.utils import timezone\nx = timezone.now()", True),
        ("import datetime\nx = datetime.datetime.now(tz)", True),
        ("x = models.DateTimeField(auto_now_add=True)", True),
        ("x = models.DateTimeField(default=timezone.now)", True),
        ("x = 'SELECT now()'", True),
        ("x = 'made_on < current_date'", True),
        ("import time\nx = time.time()", True),
        ("x = timezone.localtime()", True),
        ("x = timezone.localtime(recorded_at)", False),
        ("from audit import clock\nx = clock.today()", False),
        ('"""What now() would answer."""', False),
    ],
)
def test_this_test_sees_a_clock_where_there_is_one(line: str, seen: bool) -> None:
    assert bool(clock_reads(Source("some.py", line, ast.parse(line)))) is seen


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("x = day + timedelta(days=182)", True),
        ("x = day + timedelta(365)", True),
        ("from dateutil.relativedelta import relativedelta", True),
        ("x = day.replace(year=day.year + 2)", True),
        ("x = \"made_on + interval '6 months'\"", True),
        ("x = day + timedelta(days=28)", False),
        ("x = text.replace('a', 'b')", False),
    ],
)
def test_this_test_sees_months_where_they_are_counted(line: str, seen: bool) -> None:
    assert bool(month_arithmetic(Source("some.py", line, ast.parse(line)))) is seen
