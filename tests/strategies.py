"""Arbitrary but valid audits of any content, for property tests in every folder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from operator import or_

from hypothesis import settings
from hypothesis import strategies as st

from trueup.answers.model import OPTIONAL_STEP, Accepted, Answer, Audit, Disclosed, PlanLimits, ReadFrom, Row
from trueup.answers.numbers import MOST, OF_TEN, SHARE
from trueup.content.model import AREAS, CHOOSABLE_EVIDENCE, ROW_KINDS, Content, Question, RowKind


def fewer(by: int) -> settings:
    """Settings for slow tests: a fraction of the usual number of examples."""
    assert settings.default
    return settings(max_examples=max(settings.default.max_examples // by, 1))


TIMES_TO_TELL: tuple[Disclosed, ...] = ("never", "after", "before", "beside")

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",), include_characters="\n\t"), max_size=60)
"""Anything a file can hold, markup, direction marks and line breaks included."""

said = texts.filter(lambda text: bool(text.strip()))
"""The same texts, except blank ones."""

lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=30)
groups = lines.filter(lambda text: bool(text.strip()))
trade_offs = st.builds(Accepted, reason=said, cost=texts, watch=texts, review=st.sampled_from(["", "2027-Q1"]))
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


def values(question: Question, content: Content, channels: Collection[str] = ()) -> st.SearchStrategy[object]:
    """Every possible value of a question; for a channel question, none if there are no channels."""
    keys = [choice.key for choice in question.choices]
    match question.kind:
        case "text":
            return said
        case "number":
            most = 1.0 if question.unit == SHARE else MOST
            edges = [band.upto for band in question.bands if band.upto is not None]
            return st.one_of(
                st.sampled_from([0.0, *edges]), st.floats(0, most), st.integers(0, int(most)).map(float)
            ).map(lambda number: number + 0.0)
        case "choice":
            return st.sampled_from(keys)
        case "channel":
            return st.sampled_from(sorted({*channels, *question.by_key})) if channels else st.nothing()
        case "groups":
            return st.lists(groups, max_size=3, unique=True).map(tuple)
        case "steps":
            return _picked(keys).flatmap(
                lambda picked: st.tuples(*(st.sampled_from([key, key + OPTIONAL_STEP]) for key in picked))
            )
        case "many":
            return _picked(sorted(content.claims) if question.is_checklist else keys)


def answers(
    question: Question,
    content: Content,
    channels: Collection[str] = (),
    *,
    texts: st.SearchStrategy[str] = texts,
    definite: bool = False,
) -> st.SearchStrategy[Answer]:
    """Every answer to a question; with `definite` neither *not sure* nor *not applicable*."""
    evidence = st.none() | st.sampled_from(CHOOSABLE_EVIDENCE)
    given = st.builds(Answer, value=values(question, content, channels), evidence=evidence, note=texts)
    if question.unit == OF_TEN:
        given |= st.builds(
            lambda whole, part, note: Answer(min(part, whole) * 10 / whole, note=note, out_of=whole),
            st.integers(1, 1000).filter(lambda whole: whole != 10),
            st.integers(0, 1000),
            texts,
        )
    silent = st.builds(Answer, state=st.sampled_from(["unsure", "na"]), note=texts)
    return given if definite else given | silent


def row_lists(
    kind: RowKind, content: Content, channels: Collection[str] = (), *, most: int = 3
) -> st.SearchStrategy[tuple[Row, ...]]:
    """Rows of one kind, each with its own slug and its required fields."""
    named = [question for question in content.of(kind) if question.kind == "channel"] if channels else []
    where = st.fixed_dictionaries(
        {each.field: answers(each, content, channels, definite=True) for each in named if each.required},
        optional={each.field: answers(each, content, channels) for each in named if not each.required},
    )
    fields = st.builds(or_, fields_of(kind, content), where) if named else fields_of(kind, content)
    rows = st.builds(Row, id=slugs, fields=fields)
    if kind == "promise":
        rows = rows.flatmap(_read_somewhere)
    return st.lists(rows, max_size=most, unique_by=lambda row: row.id).map(tuple)


@cache
def fields_of(kind: RowKind, content: Content) -> st.SearchStrategy[dict[str, Answer]]:
    """All fields of a row except those that name a channel. Cached, because building the strategy is slow."""
    questions = [question for question in content.of(kind) if question.kind != "channel"]
    return st.fixed_dictionaries(
        {each.field: answers(each, content, definite=True) for each in questions if each.required},
        optional={each.field: answers(each, content) for each in questions if not each.required},
    )


@st.composite
def _read_somewhere(draw: st.DrawFn, row: Row) -> Row:
    """Add spans for some of a promise's claims, and the page that the promise was read from."""
    end = len(row.text("words"))
    places = st.tuples(st.integers(0, max(end - 1, 0)), st.integers(1, max(end, 1))).filter(
        lambda span: span[0] < span[1]
    )
    spans = {tag: (draw(places),) for tag in row.many("claims") if end and draw(st.booleans())}
    days = st.sampled_from(["", "2026-11-02"])
    source = draw(st.none() | st.builds(ReadFrom, file=groups, line=st.integers(1, 99), digest=slugs, day=days))
    return replace(row, spans=spans, source=source)


@st.composite
def audits(draw: st.DrawFn, content: Content) -> Audit:
    """A whole audit: any questions, rows and disclosures, answered in any way."""
    channels = draw(row_lists("channel", content))
    slugs_of = [row.id for row in channels]
    rows = {
        kind: channels
        if kind == "channel"
        else draw(row_lists(kind, content, slugs_of, most=5 if kind == "customer" else 3))
        for kind in ROW_KINDS
    }
    return replace(draw(without_rows(content)), rows={kind: rows[kind] for kind in ROW_KINDS if rows[kind]})


@cache
def without_rows(content: Content) -> st.SearchStrategy[Audit]:
    """A whole audit except its rows."""
    asked = [question for area in AREAS for question in content.of(area)]
    acceptable = sorted(check.id for check in content.checks.values() if not check.first)[:3]
    disclosable = sorted(check.id for check in content.checks.values() if check.disclosed)
    return st.builds(
        Audit,
        business=lines,
        quarter=st.from_regex(r"20[0-9]{2}-Q[1-4]", fullmatch=True),
        answers=st.fixed_dictionaries({}, optional={question.id: answers(question, content) for question in asked}),
        rows=st.just({}),
        disclosed=st.fixed_dictionaries({}, optional={key: st.sampled_from(TIMES_TO_TELL) for key in disclosable}),
        accepted=st.fixed_dictionaries({}, optional=dict.fromkeys(acceptable, trade_offs)),
        objected=st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(content.checks)[:3], said)),
        limits=st.builds(
            PlanLimits,
            hours=st.sampled_from(["", "12", "2 a week"]),
            must=_picked(sorted(content.checks)[:3]),
            untouchable=_picked(["side:sell", "topic:price", "channel:own-site"]),
            leaning=st.sampled_from(["", "words", "work"]),
            estimates=st.dictionaries(st.sampled_from(["start.gated say:start.announced"]), st.floats(0.5, 400)),
        ),
        compared=st.booleans(),
        deeper=st.booleans(),
        place=st.sampled_from(["", *(question.id for question in asked)]),
    )


def _picked(keys: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(keys), unique=True).map(tuple) if keys else st.just(())
