"""``python -m nsd.reference_database``: a database of the other side, for tests and demonstrations.

It reads instructions from the exchange folder, holds records, answers with receipts, and writes extracts of
what it really holds; and can be made to fail in every way in which the other side can. It knows the files
alone: neither the product's tables nor its rules.
"""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from nsd import places
from retention.gateways import signed

# refuse: it says no. lose: it does it, and the answer never comes. twice: the answer comes twice.
# contradict: it says done, then refused. corrupt: the answer is damaged on its way. late: not in this pass.
# dead: not at all.
FAULTS = ("refuse", "lose", "twice", "contradict", "corrupt", "late", "dead")
COLUMNS = ("database", "record_ref", "surname", "forenames", "date_of_birth", "pnc_id", "taken_on")
# What is then in a record's column, by what was asked; anything else that is asked is to delete it.
SEARCHABLE = {"suspend": "N", "restore": "Y"}
SECONDS = 2.0


def no_fault(key: str) -> str:
    """A database that does what it is told."""
    return ""


@dataclass(slots=True)
class ReferenceDatabase:
    """The records of both databases in one file beside the exchange, and what was done about each key."""

    folder: Path
    key: str
    fault_of: Callable[[str], str] = no_fault
    _late: set[str] = field(default_factory=set)

    @property
    def _store(self) -> sqlite3.Connection:
        self.folder.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(self.folder / "reference.sqlite3", isolation_level=None)
        store.row_factory = sqlite3.Row
        store.execute(
            "CREATE TABLE IF NOT EXISTS record (database TEXT, record_ref TEXT, surname TEXT, "
            "forenames TEXT, date_of_birth TEXT, pnc_id TEXT, taken_on TEXT, searchable TEXT, "
            "PRIMARY KEY (database, record_ref))"
        )
        store.execute(
            "CREATE TABLE IF NOT EXISTS done (key TEXT PRIMARY KEY, outcome TEXT, at TEXT, reference TEXT)"
        )
        return store

    def load(self, *extracts: Path) -> int:
        """Hold the records of extracts; how many it holds then. What it holds already stays as it is."""
        store = self._store
        for path in extracts:
            with open(path, encoding="utf-8-sig", newline="") as file:
                rows = [[row[name] for name in (*COLUMNS, "searchable")] for row in csv.DictReader(file)]
            store.execute("BEGIN")
            store.executemany("INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            store.execute("COMMIT")
        return int(store.execute("SELECT count(*) FROM record").fetchone()[0])

    def extract(self, path: Path, day: date | None = None) -> int:
        """Write an extract of everything that is held; how many records it has."""
        made_on = (day or self._now().date()).isoformat()
        rows = self._store.execute("SELECT * FROM record ORDER BY database, record_ref").fetchall()
        lines = [[*(row[name] for name in (*COLUMNS, "searchable")), made_on] for row in rows]
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.part")
        with open(draft, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*COLUMNS, "searchable", "extracted_on"])
            writer.writerows(lines)
        os.replace(draft, path)
        return len(lines)

    def holds(self, place: str, reference: str) -> bool:
        """Whether a record is still there."""
        return self._record(place, reference) is not None

    def is_searchable(self, place: str, reference: str) -> bool:
        """Whether a record is there and can be searched against."""
        found = self._record(place, reference)
        return found is not None and found["searchable"] == "Y"

    def work(self) -> int:
        """Do what is asked and answer what was asked after, once through; how many files were read.

        Nothing before the other side has said which moment it is.
        """
        read = 0
        if not (self.folder / "out" / signed.CLOCK).exists():
            return 0
        for path in sorted((self.folder / "out").glob(f"*.{signed.INSTRUCTION}")):
            read += self._instructed(path)
        for path in sorted((self.folder / "out").glob(f"*.{signed.QUESTION}")):
            read += self._asked(path)
        return read

    def _instructed(self, path: Path) -> int:
        try:
            asked = signed.read(path, signed.INSTRUCTION, self.key)
        except signed.Damaged:
            path.replace(path.with_suffix(".refused"))
            return 1
        key, fault = asked["key"], self.fault_of(asked["key"])
        if fault == "dead" or date.fromisoformat(asked["not_before"]) > self._now().date():
            return 0
        if fault == "late" and key not in self._late:
            self._late.add(key)
            return 0
        outcome = self._do(asked, refuses=fault == "refuse")
        self._answer(key, outcome, fault)
        path.unlink(missing_ok=True)
        return 1

    def _asked(self, path: Path) -> int:
        try:
            key = signed.read(path, signed.QUESTION, self.key)["key"]
        except signed.Damaged:
            path.replace(path.with_suffix(".refused"))
            return 1
        if (
            self.fault_of(key) == "dead"
            or (self.folder / "out" / f"{signed.stem_of(key)}.instruction").exists()
        ):
            return 0
        known = self._store.execute("SELECT * FROM done WHERE key = ?", [key]).fetchone()
        if known is None:
            self._write(key, "never", {"outcome": "never_received", "instruction": key})
        else:
            self._write(key, known["outcome"], self._receipt(key, known["outcome"]))
        path.unlink(missing_ok=True)
        return 1

    def _do(self, asked: dict[str, Any], *, refuses: bool) -> str:
        """Do it once, however often it is asked under the same key; what became of it."""
        store = self._store
        store.execute("BEGIN IMMEDIATE")
        known = store.execute("SELECT outcome FROM done WHERE key = ?", [asked["key"]]).fetchone()
        if known is not None:
            store.execute("COMMIT")
            return str(known["outcome"])
        about = [asked["place"], asked["reference"]]
        there = store.execute("SELECT 1 FROM record WHERE database = ? AND record_ref = ?", about).fetchone()
        outcome = "refused" if refuses else "done" if there else "unknown"
        if outcome == "done" and asked["kind"] in SEARCHABLE:
            store.execute(
                "UPDATE record SET searchable = ? WHERE database = ? AND record_ref = ?",
                [SEARCHABLE[asked["kind"]], *about],
            )
        elif outcome == "done":
            store.execute("DELETE FROM record WHERE database = ? AND record_ref = ?", about)
        at = max(self._now(), datetime.fromisoformat(asked["sent_at"])).isoformat()
        store.execute("INSERT INTO done VALUES (?, ?, ?, ?)", [asked["key"], outcome, at, asked["reference"]])
        store.execute("COMMIT")
        return outcome

    def _answer(self, key: str, outcome: str, fault: str) -> None:
        if fault == "lose":
            return
        receipt = self._receipt(key, outcome)
        path = self._write(key, outcome, receipt)
        if fault == "twice":
            self._write(key, f"{outcome}-again", receipt)
        elif fault == "contradict":
            self._write(key, "then-refused", receipt | {"key": f"{receipt['key']}:2", "outcome": "refused"})
        elif fault == "corrupt":
            content = path.read_bytes()
            signed.place(path, content[: len(content) // 2] + b"\xff" + content[len(content) // 2 :])

    def _receipt(self, key: str, outcome: str) -> dict[str, Any]:
        done = self._store.execute("SELECT * FROM done WHERE key = ?", [key]).fetchone()
        return {
            "key": f"receipt:{key}",
            "instruction": key,
            "outcome": outcome,
            "at": done["at"],
            "reference": done["reference"],
            "evidence": "Answered by the reference database",
        }

    def _write(self, key: str, name: str, content: dict[str, Any]) -> Path:
        path = self.folder / "in" / f"{signed.stem_of(key)}.{name}.{signed.RECEIPT}"
        signed.write(path, signed.RECEIPT, content, self.key)
        return path

    def _record(self, place: str, reference: str) -> sqlite3.Row | None:
        found = self._store.execute(
            "SELECT * FROM record WHERE database = ? AND record_ref = ?", [place, reference]
        ).fetchone()
        return found if found is None or isinstance(found, sqlite3.Row) else None

    def _now(self) -> datetime:
        """The moment that the other side last told: a demonstration lives on a day of its own."""
        told = signed.read(self.folder / "out" / signed.CLOCK, signed.CLOCK, self.key)
        return datetime.fromisoformat(told["now"])


def fault_by_chance(fault: str, share: float, seed: int) -> Callable[[str], str]:
    """That fault for a share of the instructions, the same ones for the same seed; by the part of their keys
    that is not of chance.
    """
    return lambda key: fault if Random(f"{seed}:{key.partition('.')[0]}").random() < share else ""


def main(arguments: list[str] | None = None) -> int:
    """Serve the exchange folder until stopped, or once through."""
    parser = argparse.ArgumentParser(prog="python -m nsd.reference_database", description=__doc__)
    home = places.nsd_home()
    parser.add_argument("--folder", type=Path, default=home / "exchange", help="the exchange folder")
    parser.add_argument("--load", type=Path, nargs="*", default=[], help="extracts whose records it holds")
    parser.add_argument("--extract", type=Path, help="write an extract of what it holds, and end")
    parser.add_argument("--once", action="store_true", help="one pass, then end")
    parser.add_argument("--fault", choices=FAULTS, default="", help="how to fail")
    parser.add_argument("--share", type=float, default=1.0, help="which share of the instructions fails")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    asked = parser.parse_args(arguments)
    key = os.environ.get("NSD_EXCHANGE_KEY") or places.secret(home, "exchange-key")
    fault_of = fault_by_chance(asked.fault, asked.share, asked.seed) if asked.fault else no_fault
    database = ReferenceDatabase(asked.folder, key, fault_of)
    if asked.load:
        print(f"{database.load(*asked.load):,} records are held")
    if asked.extract:
        print(f"{database.extract(asked.extract):,} records are in {asked.extract}")
        return 0
    while True:
        database.work()
        if asked.once:
            return 0
        time.sleep(SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
