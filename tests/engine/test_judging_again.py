"""Judging again takes over what is the same from the judging before. Nobody could tell from what is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import audits

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit, Row
from trueup.content.loader import load_content
from trueup.content.model import ROW_KINDS, Content, RowKind
from trueup.engine.judge import Judging, judge
from trueup.paths import screens_folder

SMALL = load_content(Path(__file__).parents[1] / "fixtures" / "content")
FOLDER = Path(__file__).parents[1] / "fixtures" / "businesses"
BUSINESSES = sorted(path.stem for path in FOLDER.glob("*.json") if not path.name.endswith(".expect.json"))


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(screens_folder())


@st.composite
def changed(draw: st.DrawFn, audit: Audit) -> Audit:
    """Another audit altogether, or this one with a part of that."""
    other = draw(audits(SMALL))
    match draw(st.sampled_from(["all", "answer", "row", "disclosed", "decided"])):
        case "answer":
            question = draw(st.sampled_from(sorted({*audit.answers, *other.answers, "identity.kind"})))
            return audit.with_answer(question, other.answers.get(question))
        case "row":
            kind: RowKind = draw(st.sampled_from(ROW_KINDS))
            return audit.with_rows(
                kind, (*audit.of(kind)[1:], *(Row(f"new-{row.id}", row.fields) for row in other.of(kind)))
            )
        case "disclosed":
            return replace(audit, disclosed=other.disclosed)
        case "decided":
            return replace(audit, accepted=other.accepted, objected=other.objected)
    return other


@given(st.data(), audits(SMALL))
def test_whatever_changed_the_findings_are_those_of_the_answers_as_they_are(data: st.DataObject, audit: Audit) -> None:
    judging = Judging(SMALL, audit)
    for asked_for in data.draw(st.lists(st.sampled_from(["nothing", "open", "findings"]), max_size=4)):
        if asked_for != "nothing":
            getattr(judging, asked_for)
        audit = data.draw(changed(audit))
        judging = judging.again(audit)
    assert judging.findings == judge(SMALL, audit)


def lesser(content: Content, audit: Audit) -> Iterator[Audit]:
    """One answer or row after the other is taken away; last what decides who is asked what."""
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            channel = {"channel"} & set(row.fields)  # customers say what each channel brings
            for name in sorted({*list(row.fields)[::5], *channel}):
                fields = {key: answer for key, answer in row.fields.items() if key != name}
                audit = audit.with_row(kind, Row(row.id, fields))
                yield audit
    for question in sorted(set(audit.answers) - content.conditions)[::5]:
        audit = audit.with_answer(question, None)
        yield audit
    for question in sorted(content.conditions & set(audit.answers)):
        audit = audit.with_answer(question, None)
        yield audit


@pytest.mark.parametrize("name", BUSINESSES)
def test_a_business_taken_apart_is_found_the_same_at_every_step(name: str, content: Content) -> None:
    audit = audit_from_document(json.loads((FOLDER / f"{name}.json").read_text("utf-8")), content)
    judging = Judging(content, audit)
    assert judging.open == judge(content, audit).mismatches
    for less in lesser(content, audit):
        judging = judging.again(less)
        assert judging.open == Judging(content, less).open
    assert judging.findings == judge(content, less)
