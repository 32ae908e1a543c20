"""What must hold for any item and any facts."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from law.cover import Status, position
from law.facts import (
    Bar,
    BorrowedCover,
    CommissionersOrder,
    Conviction,
    CourtExtension,
    Determination,
    Facts,
    IdentifiedForReview,
    IdentityKnown,
    InvestigationConcluded,
    Item,
    LiableForDestruction,
    NationalSecurityNotice,
    NoticeCeased,
    NoticeRevived,
    ProfileDerived,
    RestartedPeriod,
    SampleOrder,
    StatutoryBar,
    UnlawfulTaking,
)
from law.rules import INSTALLED

FAST = settings(max_examples=40, deadline=None, database=None)
DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))
SPANS = st.integers(0, 1200).map(timedelta)
POWERS = sorted(INSTALLED.powers)
ITEMS = st.builds(
    Item,
    st.sampled_from(["fingerprints", "dna_profile", "dna_sample"]),
    st.sampled_from(POWERS),
    DAYS,
    st.sampled_from(["EW", "SC", "NI"]),
)
LENGTHS = st.sampled_from([6, 12, 24, 60])


def court_extension(id, applied, wait):
    return CourtExtension(id, applied, applied + timedelta(days=wait))


def basis(taken: date):
    """Acts that can only add cover, dated around the time of the item."""
    on = SPANS.map(lambda span: taken + span - timedelta(days=30))
    return st.one_of(
        st.builds(Determination, st.just("d"), on, LENGTHS, st.booleans()),
        st.builds(Conviction, st.just("c"), on, st.booleans(), excluded=st.booleans()),
        st.builds(court_extension, st.just("x"), on, st.integers(0, 40)),
        st.builds(IdentifiedForReview, st.just("i"), on),
        st.builds(NationalSecurityNotice, st.just("n"), on),
        st.builds(RestartedPeriod, st.just("r"), on),
        st.builds(SampleOrder, st.just("s"), on, on),
        st.builds(StatutoryBar, st.just("b"), st.sampled_from(sorted(Bar)), on),
    )


def anything(taken: date):
    on = SPANS.map(lambda span: taken + span - timedelta(days=30))
    return st.one_of(
        basis(taken),
        st.builds(InvestigationConcluded, st.just("e"), on),
        st.builds(NoticeCeased, st.just("t"), on),
        st.builds(NoticeRevived, st.just("v"), on),
        st.builds(ProfileDerived, st.just("p"), on),
        st.builds(IdentityKnown, st.just("k"), on),
        st.builds(LiableForDestruction, st.just("l"), on),
        st.builds(CommissionersOrder, st.just("o"), on),
        st.builds(UnlawfulTaking, st.just("u"), on),
        st.builds(lambda on: BorrowedCover("f", on, Facts(Item("fingerprints", "TACT-S7", taken))), on),
    )


def numbered(acts):
    """The acts with an id of their own each."""
    from dataclasses import replace

    return tuple(replace(act, id=f"{number:02}") for number, act in enumerate(acts))


@st.composite
def situations(draw, acts=anything, most=5):
    item = draw(ITEMS)
    return Facts(item, numbered(draw(st.lists(acts(item.taken_on), max_size=most))))


def answer(facts, **more):
    return tuple(position(facts, **more))[:6]


def rank(facts) -> date:
    """How long cover lasts: must destroy is nothing, indefinite and open are for ever."""
    found = position(facts)
    if found.status is Status.MUST_DESTROY:
        return date.min
    return found.last_lawful_day or date.max


@FAST
@given(situations(acts=basis), st.data())
def test_adding_a_lawful_basis_never_shortens_cover(facts, data):
    more = data.draw(basis(facts.item.taken_on))
    added = Facts(facts.item, (*facts.acts, *numbered([more] * (len(facts.acts) + 1))[-1:]))
    if Status.UNRESOLVED not in (position(facts).status, position(added).status):
        assert rank(added) >= rank(facts)


@FAST
@given(situations(), st.randoms())
def test_the_order_of_facts_does_not_matter(facts, random):
    shuffled = list(facts.acts)
    random.shuffle(shuffled)
    assert answer(Facts(facts.item, tuple(shuffled))) == answer(facts)


@FAST
@given(situations())
def test_withdrawing_a_fact_restores_the_answer_without_it(facts):
    more = Determination("99", facts.item.taken_on, 24)
    before = answer(facts)
    answer(Facts(facts.item, (*facts.acts, more)))
    assert answer(Facts(facts.item, facts.acts)) == before


@FAST
@given(situations())
def test_every_answer_has_its_parts_and_nothing_else(facts):
    found = position(facts)
    assert (found.last_lawful_day is not None) == (found.status is Status.TIME_LIMITED)
    assert bool(found.unresolved_because) == (found.status is Status.UNRESOLVED)
    assert list(found.ineffective) == sorted(found.ineffective)
    assert bool(found.chain) == (found.status not in (Status.MUST_DESTROY, Status.UNRESOLVED))
    if found.status is not Status.TIME_LIMITED:
        assert found.ineffective == ()


@FAST
@given(situations())
def test_the_working_tells_the_same_answer_link_by_link(facts):
    found = position(facts)
    working = found.working
    assert (working.status, working.last_lawful_day) == (found.status, found.last_lawful_day)
    assert tuple(link.rule_id for link in working.chain) == found.chain
    assert tuple(act.id for act in working.ineffective) == found.ineffective
    if found.last_lawful_day is not None:
        assert working.chain[-1].last == found.last_lawful_day
        assert working.arithmetic[-1].last == found.last_lawful_day
    assert all(line and "None" not in line.split("None recorded")[0][:0] for line in working.lines)


@FAST
@given(situations())
def test_a_determination_the_day_after_the_last_lawful_day_changes_nothing(facts):
    found = position(facts)
    if found.last_lawful_day is None:
        return
    late = Determination("99", found.first_unlawful_day, 6)
    with_late = position(Facts(facts.item, (*facts.acts, late)))
    assert with_late.last_lawful_day == found.last_lawful_day
    assert "99" in with_late.ineffective


@FAST
@given(situations())
def test_looking_from_a_day_after_every_fact_is_looking_without_a_day(facts):
    assert answer(facts, on=date(2099, 1, 1)) == answer(facts)


@FAST
@given(situations(), DAYS)
def test_facts_dated_after_the_day_one_looks_from_do_not_count(facts, on):
    seen = Facts(
        facts.item,
        tuple(
            act
            for act in facts.acts
            if next(
                day
                for name in ("on", "made_on", "ordered_on", "from_on", "decided_on")
                if (day := getattr(act, name, None)) is not None
            )
            <= on
        ),
    )
    assert answer(facts, on=on) == answer(seen)
