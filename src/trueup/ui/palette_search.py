"""What can be found by words: questions, topics, rows, mismatches; and how well words fit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from trueup.answers.model import Audit
from trueup.answers.slugs import TITLES
from trueup.content.model import ROW_KINDS, Question, RowKind
from trueup.content.model import Content as Screens
from trueup.engine.applicability import asked, choices, is_for, wording
from trueup.ui.change_summary import stop_names
from trueup.wording.findings import row_name
from trueup.wording.vocabulary import ROWS

if TYPE_CHECKING:
    from trueup.ui.app import TrueupApp

FIELD: dict[RowKind, str] = {**TITLES, "customer": "who"}
"""The field of a row one goes to."""


class Findable(NamedTuple):
    """Something to go to."""

    name: str
    """What it is called; the founder's words may be in it."""
    what: str
    """What it is: `question, Offer 7`."""
    go: Callable[[], object]
    words: str = ""
    """What else it is found by."""


def findable(app: TrueupApp) -> Iterator[Findable]:
    """Everything in this business: what is asked of it, what it is about, its rows, what was found in it."""
    screens, audit = app.session.content, app.session.current
    stops = stop_names(screens, audit)
    for question in asked(screens, audit):
        yield _question(app, question, wording(audit, question), f"question, {stops[question.id]}")
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            name = row.text(FIELD[kind]) if kind != "role" else row_name(screens, kind, row)
            what = "customer" if kind == "customer" else kind
            yield Findable(name or row.id, what, partial(app.go_to_answer, f"{kind}.{FIELD[kind]}", row.id))
        if kind != "customer":
            for question in screens.of(kind):
                if is_for(audit, question):
                    yield _question(app, question, wording(audit, question), f"asked in {ROWS[kind].lower()}")
    yield from _topics(app, screens, audit)
    if audit.compared:
        findings = app.session.findings
        for word, listed in (
            ("mismatch", findings.mismatches),
            ("accepted", findings.accepted),
            ("not true here", findings.objected),
        ):
            for found in listed:
                about = f"{found.id} {screens.topics[found.check.topic].title} {found.check.why}"
                yield Findable(found.check.title, word, partial(app.show_mismatch, found.id), about)


def _question(app: TrueupApp, question: Question, text: str, what: str) -> Findable:
    offered = " ".join(choice.label for choice in choices(app.session.current, question))
    topic = app.session.content.topics.get(question.topic or "")
    about = f"{question.id} {question.short} {question.hint} {topic.title if topic else ''} {offered}"
    return Findable(text, what, partial(app.go_to_answer, question.id), about)


def _topics(app: TrueupApp, screens: Screens, audit: Audit) -> Iterator[Findable]:
    """Each topic leads to its line of the matrix; before comparing, to the first question about it."""
    about = {
        tag.partition(".")[0]: question.id for question in reversed(asked(screens, audit)) for tag in question.tags
    }
    for topic in screens.topics.values():
        words = f"{topic.id} {topic.about} {' '.join(topic.positions.values())}"
        if audit.compared:
            yield Findable(topic.title, "topic", partial(app.show_topic, topic.id), words)
        elif topic.id in about:
            yield Findable(topic.title, "topic", partial(app.go_to_answer, about[topic.id]), words)


def fit(query: str, name: str, words: str, scattered: float) -> float:
    """How well a query fits: it is the name, its words are in it, then anywhere, then its letters in their order.

    `scattered` is what the last is worth by itself; 0: nothing fits.
    """
    wanted = query.casefold().split()
    if name.casefold() == query.casefold():
        return 4 + scattered
    if wanted and all(word in name.casefold() for word in wanted):
        return 3 + scattered
    if wanted and all(word in f"{name} {words}".casefold() for word in wanted):
        return 2 + scattered
    return scattered / (1 + scattered) if scattered > 0 else 0.0
