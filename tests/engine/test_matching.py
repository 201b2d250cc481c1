"""Which statements meet, that is, can conflict. The fast join finds the same meetings as trying every combination."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from trueup.content.model import Term
from trueup.engine.matching import Meeting, meetings, meets, unsilenced
from trueup.engine.model import Statement, Subject

ROWS = ("one", "two", "three")
GROUPS = st.frozensets(st.sampled_from(["firms", "homes"]), max_size=2)


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Random statements: at most one for each row, and at most one that belongs to no row."""
    kinds = st.sampled_from(["promise", "channel", "activity"])
    parties = st.sampled_from(["", "", "buyers", "sellers"])
    subjects = draw(st.lists(st.builds(Subject, kind=kinds, row=st.sampled_from(ROWS)), max_size=5, unique=True))
    rows = [
        Statement("a.b", "say", "", f"{subject}", "memory", subject, draw(GROUPS), draw(st.sampled_from(["", "one"])))
        for subject in subjects
    ]
    rows = [statement._replace(party=draw(parties)) for statement in rows]
    return [
        *draw(st.permutations(rows)),
        *draw(st.lists(st.just(Statement("a.b", "say", "", "", "memory")), max_size=1)),
    ]


terms = st.builds(Term, side=st.just("say"), tags=st.just(("a.b",)), other=st.sampled_from([False, False, True]))


def every_meeting(terms: Sequence[Term], sides: Sequence[Sequence[Statement]]) -> set[Meeting]:
    """Every meeting (one statement for each term), found by trying every combination."""
    return {
        taken
        for taken in product(*sides)
        if all(
            meets(taken[one], taken[two], other=terms[one].other or terms[two].other)
            for one, two in combinations(range(len(taken)), 2)
        )
    }


@given(st.data(), st.lists(terms, min_size=2, max_size=3))
def test_joining_finds_every_meeting_exactly_once(data: st.DataObject, terms: list[Term]) -> None:
    sides = [data.draw(statements()) for _ in terms]
    met = meetings(terms, sides)
    assert len(met) == len(set(met))
    assert set(met) == every_meeting(terms, sides)


@given(statements(), statements(), statements(), st.booleans())
def test_a_meeting_is_silenced_only_by_a_statement_that_meets_all_its_statements(
    said: list[Statement], delivered: list[Statement], exempt: list[Statement], group: bool
) -> None:
    plain = Term(side="say", tags=("a.b",))
    met = meetings([plain, plain], [said, delivered])

    def covers(statement: Statement, meeting: Meeting) -> bool:
        named = any(statement.groups & other.groups for other in meeting)
        return all(meets(other, statement) for other in meeting) and (named or not group)

    left = [meeting for meeting in met if not any(covers(statement, meeting) for statement in exempt)]
    assert unsilenced(met, Term(side="say", tags=("a.b",), group=group), exempt) == left


def test_what_one_group_reads_is_no_exception_for_another() -> None:
    firms, homes = frozenset({"firms"}), frozenset({"homes"})
    fixed = Statement("price.fixed", "say", "", "", "memory", Subject("promise", "fixed"), firms)
    varies = Statement("price.varies", "sell", "", "", "memory")
    fee = Term(side="say", tags=("price.fee",), of="promise", other=True)

    def read_by(groups: frozenset[str]) -> Statement:
        return Statement("price.fee", "say", "", "", "memory", Subject("promise", "fee"), groups)

    assert unsilenced([(fixed, varies)], fee, [read_by(homes)])
    assert not unsilenced([(fixed, varies)], fee, [read_by(firms)])
    assert not unsilenced([(fixed, varies)], fee, [read_by(frozenset())])


def test_only_a_promise_to_everyone_meets_a_channel_for_another_group() -> None:
    families = Statement("who.one", "say", "", "", "memory", Subject("promise", "one"), frozenset({"families"}))
    gifts = Statement("crowd.wrong", "deliver", "", "", "memory", Subject("channel", "two"), frozenset({"gifts"}))
    said, here = Term(side="say", tags=("who.one",)), Term(side="deliver", tags=("crowd.wrong",))
    to_all = Term(side="say", tags=("who.one",), everyone=True)
    assert meetings([said, here], [[families], [gifts]]) == []
    assert meetings([to_all, here], [[families], [gifts]]) == [(families, gifts)]
    assert unsilenced([(families,)], here, [gifts]) == [(families,)]
    assert unsilenced([(families,)], here.with_changes(everyone=True), [gifts]) == []


def test_a_channel_for_everything_does_not_count_against_a_promise_about_one_thing() -> None:
    soap = Statement("who.one", "say", "", "", "memory", Subject("promise", "soap"), about="soap")
    stall = Statement("crowd.wrong", "deliver", "", "", "memory", Subject("channel", "stall"))
    terms = Term(side="say", tags=("who.one",), everyone=True), Term(side="deliver", tags=("crowd.wrong",))
    assert meetings(terms, [[soap], [stall]]) == []
    assert meetings(terms, [[soap], [stall._replace(about="soap")]]) != []
    assert meetings(terms, [[soap._replace(about="")], [stall]]) != []


def test_in_a_marketplace_statements_for_buyers_and_for_sellers_never_meet() -> None:
    promised = Statement("a.b", "say", "", "", "memory", Subject("promise", "one"), party="buyers")
    here = Statement("a.b", "deliver", "", "", "memory", Subject("channel", "two"))
    assert meets(promised, here)
    assert meets(promised, here._replace(party="buyers"))
    assert not meets(promised, here._replace(party="sellers"))
