"""What can truthfully be said, in words: each claim as it was published, what it means, and three headlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.applicability import business_kind
from trueup.engine.measures import COLUMNS, ROWS_TO_COUNT, counts
from trueup.engine.model import Findings, Statement
from trueup.engine.truthful import THROUGH, Truth, in_own_words
from trueup.wording.shortening import one_line


def claimed(content: Content, findings: Findings, truth: Truth) -> tuple[str, ...]:
    """The lines that make the claim: a pasted line in quotation marks, an answer after its question. Each once."""
    return tuple(dict.fromkeys(_line(content, statement) for statement in _speaking(findings, truth)))


def _speaking(findings: Findings, truth: Truth) -> Iterator[Statement]:
    """The statements that make a claim. If the claim is part of a mismatch, only those that the mismatch quotes or, if
    it quotes none, those of the promise that the mismatch is about.
    """
    mismatch = findings.found(truth.mismatch)
    taking_part = [statement for statement in truth.claims if mismatch is None or statement in mismatch.statements]
    if mismatch is not None and not taking_part:
        taking_part = [statement for statement in truth.claims if statement.subject == ("promise", mismatch.promise)]
    yield from taking_part


def _line(content: Content, statement: Statement) -> str:
    question = content.questions[statement.source]
    is_published = question.field == "claims" and not statement.is_label  # also for an activity: it repeats promises
    if is_published or (statement.subject is not None and statement.subject.kind == "promise"):
        return f"“{one_line(statement.quote)}”"
    return f"{question.short or question.text}: {one_line(statement.quote)}"


def meant(content: Content, findings: Findings, truth: Truth) -> str:
    """What the lines of `claimed` say, in the words of the checklist."""
    claims = content.topics[truth.topic].claims
    labels = (claims.get(statement.tag.partition(".")[2]) for statement in _speaking(findings, truth))
    return "; ".join(dict.fromkeys(label for label in labels if label))


HEADLINES = 3
LONGEST = 12
"""The most words of a headline."""

WORTH_SAYING: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("customer.received", "ontime"): {
        "": "got what I promised on time.",
        "service": "got their work on time.",
        "goods": "got their orders on time.",
        "shop": "got their orders on time.",
        "marketplace": "got their orders on time.",
        "local": "got what they booked on time.",
    },
    ("customer.started", "alone"): {
        "": "got started on their own.",
        "service": "hired me without calling first.",
        "goods": "bought without calling first.",
        "shop": "bought without calling first.",
        "local": "booked without calling first.",
        "content": "",
    },
}
"""A column and a cell of the last customers → what these customers did, as a page could print it, by kind of business.
An empty kind stands for every kind that isn't listed."""
ENOUGH = 0.8
"""The least share of customers that is worth printing."""


def headlines(content: Content, audit: Audit, truths: Sequence[Truth]) -> tuple[str, ...]:
    """At most three headlines of at most twelve words, made of sentences that are true of every channel.

    The founder's own counts come first, then what is claimed today and true. Sentences that admit a condition come
    last, if there is room for them. A topic with a mismatch gives no headline.
    """
    whole = (truth for truth in truths if not truth.mismatch)
    single = [truth for truth in whole if len(truth.sentences) == 1 and _is_for_all(truth.sentences[0])]
    claimed = [truth for truth in single if truth.claims]
    others = [truth for truth in single if not truth.claims]
    good, poor = list[str](), list[str]()
    for truth in (*claimed, *others):
        sentence = truth.sentences[0]
        (poor if sentence in _admitted(content, audit, truth.topic) else good).append(sentence)
    made = list(_counted(content, audit))[:HEADLINES]
    for left in (list(dict.fromkeys(good)), list(dict.fromkeys(poor))):
        while left and len(made) < HEADLINES:
            first = left.pop(0)
            if _words(first) > LONGEST:
                continue
            second = next((each for each in left if _words(first) + _words(each) <= LONGEST), None)
            if second is not None:
                left.remove(second)
            made.append(" ".join(filter(None, (first, second))))
    return tuple(map(one_line, made))


def _is_for_all(sentence: str) -> bool:
    return not sentence.startswith(THROUGH) and ": " not in sentence


def _admitted(content: Content, audit: Audit, id: str) -> set[str]:
    """The sentences of a topic that admit a condition."""
    topic = content.topics[id]
    return {in_own_words(audit, topic.phrases[word]) for word in topic.admits if word in topic.phrases}


def _counted(content: Content, audit: Audit) -> Iterator[str]:
    kind = business_kind(audit)
    for (column, key), did in WORTH_SAYING.items():
        said = did.get(kind or "", did[""])
        if said and column in content.questions and column in COLUMNS:
            _, quoted, total = counts(audit, column)
            if total >= ROWS_TO_COUNT and quoted.get(key, 0) >= ENOUGH * total:
                whole = quoted[key] == total
                who = f"My last {total} customers all" if whole else f"{quoted[key]} of my last {total} customers"
                yield in_own_words(audit, content.said_to(kind, f"{who} {said}"))


def _words(text: str) -> int:
    return len(text.split())
