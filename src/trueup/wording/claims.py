"""What is claimed, in words: each claim as it was published, what it means, and what to say instead or to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import KEPT_QUESTION
from trueup.engine.causes import FACTS
from trueup.engine.first_person import in_first_person
from trueup.engine.model import Findings, Statement
from trueup.engine.truthful import Truth
from trueup.wording.findings import position
from trueup.wording.shortening import one_line


def claimed(content: Content, findings: Findings, truth: Truth) -> tuple[str, ...]:
    """The lines that make the claim: a pasted line in quotation marks, an answer after its question. Each once."""
    return tuple(dict.fromkeys(_line(content, statement) for statement in _speaking(findings, truth)))


MOST_UNNAMED = 2
"""How many lines are quoted whose claim has no words: that each is kept. With more, no one reads them."""


def claimed_in_brief(content: Content, findings: Findings, truth: Truth) -> tuple[tuple[str, ...], str]:
    """The lines that make the claim, and how many more there are, in words; empty if all are there."""
    lines = claimed(content, findings, truth)
    if len(lines) <= MOST_UNNAMED + 1 or meant(content, findings, truth):
        return lines, ""
    return lines[:MOST_UNNAMED], f"and {len(lines) - MOST_UNNAMED} more"


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
    if is_published or statement.row_of("promise"):
        return f"“{one_line(statement.quote)}”"
    return f"{question.short or question.text}: {one_line(statement.quote)}"


def meant(content: Content, findings: Findings, truth: Truth) -> str:
    """What the lines of `claimed` say, in the words of the checklist."""
    claims = content.topics[truth.topic].claims
    labels = (claims.get(statement.tag.partition(".")[2]) for statement in _speaking(findings, truth))
    return "; ".join(dict.fromkeys(label for label in labels if label))


def instead(truth: Truth) -> tuple[str, ...]:
    """What to say instead of the claims of a topic, if a mismatch speaks against them, or against something else in
    their line. Beside claims that are true or not yet known, a sentence would look like a judgement on them.
    """
    return truth.sentences if truth.mismatch or truth.compared == "partly" else ()


def lacking(analysis: Analysis, truth: Truth, sentences: Sequence[str]) -> str:
    """What the founder should add to sentences of a topic because no answer tells it, such as `(Add how much.)`; empty
    if nothing is lacking.
    """
    topic = analysis.content.topics[truth.topic]
    said = {in_first_person(analysis.audit, phrase): word for word, phrase in topic.phrases.items()}
    words = (said.get(sentence, "") for sentence in sentences)
    missing = dict.fromkeys(topic.phrases_add[word] for word in words if word in topic.phrases_add)
    return f"(Add {'; '.join(missing)}.)" if missing else ""


def as_answered(content: Content, findings: Findings, truth: Truth) -> str:
    """What the answers say happens instead of a claim for which no sentence is ready: `(your answer, to put in your own
    words: Most of the material comes from abroad)`. Empty if a sentence is ready, or if nothing speaks against it but a
    guess or a count.
    """
    mismatch = findings.found(truth.mismatch)
    if mismatch is None or instead(truth):
        return ""
    said = (
        one_line(each.quote) or position(content, each)
        for each in mismatch.statements
        if each.side in FACTS and each.evidence != "guess" and each.source != KEPT_QUESTION and not each.measured
    )
    told = "; ".join(dict.fromkeys(said))
    return f"(your answer, to put in your own words: {told})" if told else ""


def complete(analysis: Analysis, truth: Truth, sentences: Sequence[str]) -> str:
    """Sentences of a topic as one text, with what is lacking."""
    return " ".join(filter(None, (*sentences, lacking(analysis, truth, sentences))))


def keeping(truth: Truth) -> str:
    """What to keep of the lines that make the claims, because it's true; empty if there is nothing to keep, or a
    sentence to say instead.
    """
    if truth.compared == "partly":
        return "" if truth.sentences else "(keep this part of your words)"
    return "(keep your own words)" if truth.compared == "agrees" else ""
