"""Every address says who may use it and holds to it: nobody, somebody else, and whoever may.

The addresses are read off the URL configuration, so a new one is tested from its first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from accounts.choices import Rank, Role
from accounts.models import Officer
from accounts.permissions import ANYBODY, EVERYONE
from accounts.services.officers import leave, record_rank
from audit import clock
from audit.facts import stamp
from cases.models import Holding
from cases.services.facts import record_conviction
from cases.services.holders import take
from cases.services.uploads import HandedIn, hand_in
from retention.models import (
    Alert,
    Certificate,
    ChaseTask,
    DeletionOrder,
    Difference,
    ExchangeFault,
    Instruction,
    LeaverAlert,
    Reconciliation,
    SweepRun,
)
from retention.permissions import DELETES
from retention.services import certificates, extracts
from retention.services.nightly import SWEEPS, run_sweep
from retention.services.ports import on_record
from tests import casework, databases
from tests.people import PASSWORD, enrol, person, signed_in

SIGN_IN = "/accounts/sign-in/"
# Begins the references of items that are lawful today and will be hidden in time.
REFERENCE = "TO-BE-HIDDEN-"
# What somebody may be answered who may use an address: a page, or the way to one; never a blank refusal.
LET_IN = frozenset({200, 302})
# About what nobody has here: an app being enrolled, recovery codes, a rank, a consent, a deputy; a request,
# a part of a profile, a batch's file, an exception, a defect; a determination that ends; what the
# Commissioner reviews, asks and keeps; a match; the record of a decision, one on paper; a pack and what
# belongs to it.
# These have tests of their own.
FOUND_BY_NOBODY_HERE = frozenset(
    {"mfa_totp_picture", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}
    | {
        f"accounts:{kind}_{change}"
        for kind in ("rank", "consent", "deputy")
        for change in ("end", "withdraw")
    }
    | {"cases:record", "cases:record_file", "cases:paper_compare", "cases:paper_scan"}
    | {"cases:request_step", "cases:profile_part", "cases:batch_file", "cases:answer_exception"}
    | {"cases:exception", "cases:import_row", "oversight:incident", "retention:defect"}
    | {"retention:erasure", "retention:tombstone"}
    | {
        "cases:find_void",
        "cases:revoke",
        "cases:review_holding",
        "cases:lift_bar",
        "cases:further_taken_back",
    }
    | {"cases:court_outcome", "cases:court_withdraw", "cases:law_event_withdraw"}
    | {"cases:unlawful_taking_withdraw"}
    | {f"oversight:{name}" for name in ("determination", "copy", "enquiry", "item", "match")}
    | {f"oversight:{name}" for name in ("pack", "pack_file", "meeting", "published", "restatement", "cause")}
    | {"oversight:why_kept", "oversight:question"}
)


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name, the view behind it, and the names of what it is about."""

    name: str
    view: Callable[..., Any]
    arguments: Mapping[str, Any]

    @property
    def allowed(self) -> frozenset[str]:
        """The roles that may use it."""
        return getattr(self.view, "allowed_roles", frozenset())

    def url(self, about: Mapping[str, Any]) -> str:
        """The address of the objects that ``about`` names; where it names none, of one that never was."""
        never = {name: 0 if kind == "IntConverter" else "never" for name, kind in self.arguments.items()}
        return reverse(self.name, kwargs=never | {name: about[name] for name in never.keys() & about.keys()})


def addresses() -> list[Address]:
    """Every address of the product."""
    return list(_below(get_resolver().url_patterns, ""))


def _below(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern.url_patterns, inner)
        else:
            arguments = {name: type(kind).__name__ for name, kind in pattern.pattern.converters.items()}
            yield Address(f"{space}{pattern.name}", pattern.callback, arguments)


ADDRESSES = addresses()
GUARDED = [address for address in ADDRESSES if ANYBODY not in address.allowed]


def test_every_address_has_a_name_and_declares_who_may_use_it() -> None:
    assert len(ADDRESSES) > 30
    assert [address.view for address in ADDRESSES if address.name.endswith("None")] == []
    assert [address.name for address in ADDRESSES if not address.allowed] == []
    unknown = {address.name: address.allowed - EVERYONE - {ANYBODY} for address in ADDRESSES}
    assert {name: roles for name, roles in unknown.items() if roles} == {}


def test_only_the_way_in_is_open_to_anybody() -> None:
    anybody = {address.name for address in ADDRESSES if ANYBODY in address.allowed}
    assert anybody == {"account_login", "mfa_authenticate", "account_logout", "account_inactive"}


@pytest.fixture(scope="module")
def people(migrated: str, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Officer]]:
    """Somebody of each role, in a database where the sweeps have found something."""
    database = databases.clone(migrated)
    with django_db_blocker.unblock(), databases.joined(database):
        people = {role: person(role, name=Role(role).label, password=PASSWORD) for role in Role.values}
        for officer in people.values():
            enrol(officer)
        yield people
    databases.drop(database)


@pytest.fixture(scope="module")
def about(people: dict[str, Officer]) -> dict[str, dict[str, Any]]:
    """What the addresses of each room are about."""
    sofs, jfit = people[Role.SOFS_OFFICER], people[Role.JFIT_OFFICER]
    today, force = clock.today(), casework.force_of("13")
    record_rank(people[Role.CHIEF_OFFICER], Rank.CHIEF_CONSTABLE, force=force, from_on=date(2020, 1, 1))
    record_rank(people[Role.CHIEF_OFFICER_STAFF], Rank.INSPECTOR, force=force, from_on=date(2020, 1, 1))
    with casework.at(today):
        lapsed = casework.case(by=sofs, taken_on=today - timedelta(days=400))
        applied, stopped = (
            casework.case(by=sofs, taken_on=today - timedelta(days=days)) for days in (170, 100)
        )
        for case in (applied, stopped):
            Holding.objects.create(
                material=case.material.earliest("pk"),
                place="export",
                reference=REFERENCE + case.ref,
                **stamp(sofs),
            )
            casework.step(case, "refer", sofs, on=today)
        for sweep in SWEEPS:
            run_sweep(sweep, today)
        casework.step(applied, "apply", jfit, on=today, to_force=force, months=24, reasons="Needed")
        casework.step(stopped, "stop", jfit, on=today, reasons="Not needed")
        leaver = person(Role.SOFS_OFFICER)
        take(lapsed.pk, by=leaver, on=today, seen_version=0)
        leave(leaver, by=people[Role.SYSTEM_ADMINISTRATOR])
        conviction = record_conviction(applied.subject, by=sofs, on=today, is_exempt=True)
        run, certificate = _reconciled(people[Role.SOFS_MANAGER])
        fault = ExchangeFault.objects.create(
            kind="damaged", name="a.receipt", sha256="0" * 64, found_at=clock.moment()
        )
        upload = hand_in("register", [HandedIn("a.csv", b"SOFS ref")], by=people[Role.SOFS_MANAGER])
    a_case = {"pk": lapsed.pk, "material_pk": casework.items_of(lapsed)[0]}
    return {
        "cases": a_case,
        "cases:conviction": {"pk": applied.pk, "conviction_pk": conviction.pk},
        "cases:policy": {"key": "chief_officer_days"},
        "cases:law_event": {"pk": lapsed.pk, "kind": "restarted_period"},
        "cases:decide": {"pk": applied.pk},
        "cases:paper_key": {"pk": applied.pk},
        "cases:application": {"pk": applied.pk},
        "cases:recommend": {"pk": applied.pk},
        "cases:application_section": {"pk": applied.pk, "section": "outcome"},
        "cases:sign_off": {"pk": stopped.pk},
        "desk": a_case,
        "cases:upload": {"pk": upload.pk},
        "cases:results": {"pk": upload.pk, "ending": "csv"},
        "oversight": {"slug": "lapses"},
        "oversight:chart": {"chart": "lapses"},
        "oversight:verify_lapse": {"pk": lapsed.pk},
        "oversight:mitigate": {"pk": lapsed.pk},
        "oversight:remedy": {"pk": lapsed.pk},
        "retention:leaver": {"pk": LeaverAlert.objects.earliest("pk").pk},
        "retention:alert": {"pk": Alert.objects.earliest("pk").pk},
        "retention:chase": {"pk": ChaseTask.objects.filter(rule="port_profile").earliest("pk").pk},
        "retention:port": {"pk": on_record("Northport").pk},
        "retention:deletion": {"pk": DeletionOrder.objects.earliest("pk").pk},
        "retention:deletion_holds": {"pk": DeletionOrder.objects.earliest("pk").pk},
        "retention:deletion_work": {"stage": "ask"},
        "retention:instruction": {"pk": Instruction.objects.earliest("pk").pk},
        "retention:reconciled": {"pk": run.pk},
        "retention:certify": {"pk": run.pk},
        "retention:certificate": {"pk": certificate.pk},
        "retention:difference": {"pk": Difference.objects.earliest("pk").pk},
        "retention:fault": {"pk": fault.pk},
        "retention:sweep": {"pk": SweepRun.objects.earliest("pk").pk},
        "accounts": {"pk": jfit.pk, "held": jfit.roles_held.get().pk},
    }


def _reconciled(manager: Officer) -> tuple[Reconciliation, Certificate]:
    """An extract that differs from the cases, after one by which completeness was certified."""
    header = "database,record_ref,surname,forenames,date_of_birth,pnc_id,taken_on,searchable,extracted_on"
    day = clock.today().isoformat()
    held = Holding.objects.current().exclude(reference="").exclude(place="export")
    known = held.values_list("place", "reference")
    rows = [f"{place},{reference},,,,,,N,{day}" for place, reference in known]

    def reconcile(rows: list[str]) -> Reconciliation:
        file = HandedIn("extract.csv", "\n".join([header, *rows]).encode())
        return extracts.finish(extracts.hand_in([file], by=manager, is_whole=True).pk)

    certificate = certificates.sign(reconcile(rows).pk, method="Both ways", by=manager)
    return reconcile([*rows, f"CT-FP,CTF999001,STRANGER,,,,,Y,{day}"]), certificate


@pytest.fixture
def let_database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lets a test at the database of its file."""
    with django_db_blocker.unblock():
        yield


def url_of(address: Address, about: Mapping[str, Mapping[str, Any]]) -> str:
    """The address of something real, where it is about something."""
    room = address.name.partition(":")[0]
    return address.url(about.get(address.name) or about.get(room, {}))


@pytest.mark.usefixtures("let_database")
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_led_to_sign_in(about: dict[str, Any], method: str) -> None:
    client, answers = Client(), {}
    for address in GUARDED:
        answer = getattr(client, method)(url_of(address, about))
        answers[address.name] = (answer.status_code, answer.get("Location", "").startswith(SIGN_IN))
    assert {name: answer for name, answer in answers.items() if answer != (302, True)} == {}


@pytest.mark.usefixtures("let_database")
def test_whoever_has_another_role_is_refused(people: dict[str, Officer], about: dict[str, Any]) -> None:
    let_in, posted = [], set()
    for role, officer in people.items():
        client = signed_in(officer)
        for address in GUARDED:
            if role in address.allowed:
                continue
            url = url_of(address, about)
            answers = [client.get(url).status_code]
            # A role is asked for before anything else is, so that one refused post tells of all.
            if address.name not in posted:
                posted.add(address.name)
                answers.append(client.post(url).status_code)
            let_in += [(address.name, role, status) for status in answers if status != 403]
    assert let_in == []


@pytest.mark.usefixtures("let_database")
def test_from_the_first_unlawful_day_on_no_page_shows_a_reference_to_who_does_not_delete(
    people: dict[str, Officer], about: dict[str, Any]
) -> None:
    both = [
        {**about, "cases": about[name], "desk": about[name]} for name in ("cases:decide", "cases:sign_off")
    ]
    jfit = signed_in(people[Role.JFIT_OFFICER])
    for each in both:
        assert REFERENCE in jfit.get(reverse("desk:case", kwargs=each["desk"])).content.decode()
    references = set(
        Holding.objects.filter(reference__startswith=REFERENCE).values_list("reference", flat=True)
    )
    assert len(references) == 2
    shown = []
    with casework.at(clock.today() + timedelta(days=120)):
        for role in people.keys() - DELETES:
            client = signed_in(people[role])
            urls = {url_of(one, each) for one in GUARDED if role in one.allowed for each in both}
            urls |= {f"{reverse('desk:cases')}?{name}={REFERENCE}" for name in ("q", "text")}
            for url in sorted(urls):
                answer = client.get(url)
                said = str(getattr(answer, "content", b""))
                if answer.status_code == 200 and any(reference in said for reference in references):
                    shown.append((role, url))
        sofs = signed_in(people[Role.SOFS_OFFICER])
        for each in both:
            assert REFERENCE in sofs.get(reverse("desk:case", kwargs=each["desk"])).content.decode()
    assert shown == []


def viewers_of(address: Address) -> frozenset[str]:
    """Whose answers are looked at: everybody's who may, but for pages that are the same for all people."""
    if address.allowed == EVERYONE and address.name != "desk:home":
        return frozenset({Role.JFIT_OFFICER, Role.SYSTEM_ADMINISTRATOR})
    return address.allowed


@pytest.mark.usefixtures("let_database")
def test_whoever_has_the_role_is_let_in(people: dict[str, Officer], about: dict[str, Any]) -> None:
    answers: dict[str, dict[str, int]] = {}
    for role, officer in people.items():
        client = signed_in(officer)
        for address in GUARDED:
            if role in viewers_of(address):
                answer = client.get(url_of(address, about))
                led_away = answer.get("Location", "").startswith(SIGN_IN)
                answers.setdefault(address.name, {})[role] = 0 if led_away else answer.status_code
    # 404 is the answer about what this person may not know of; never for everybody who may use the address.
    odd = {
        (name, role): status
        for name, found in answers.items()
        for role, status in found.items()
        if status not in LET_IN | {404}
    }
    assert odd == {}
    for_nobody = {name for name, found in answers.items() if not LET_IN & set(found.values())}
    assert for_nobody <= FOUND_BY_NOBODY_HERE
