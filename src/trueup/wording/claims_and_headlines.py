"""What can truthfully be said, in words: each claim as it was published, what it means, and three headlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.applicability import business_kind
from trueup.engine.causes import ARRIVALS
from trueup.engine.measures import COLUMNS, counts
from trueup.engine.model import Findings, Statement
from trueup.engine.truthful import THROUGH, Truth, in_own_words
from trueup.wording.shortening import in_marks, one_line


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
    if is_published or statement.row_of("promise"):
        return f"“{one_line(statement.quote)}”"
    return f"{question.short or question.text}: {one_line(statement.quote)}"


def meant(content: Content, findings: Findings, truth: Truth) -> str:
    """What the lines of `claimed` say, in the words of the checklist."""
    claims = content.topics[truth.topic].claims
    labels = (claims.get(statement.tag.partition(".")[2]) for statement in _speaking(findings, truth))
    return "; ".join(dict.fromkeys(label for label in labels if label))


def instead(truth: Truth) -> tuple[str, ...]:
    """What to say instead of the claims of a topic, if a mismatch speaks against them. Beside claims that are true or
    not yet known, a sentence would look like a judgement on them.
    """
    return truth.sentences if truth.mismatch else ()


def lacking(content: Content, audit: Audit, truth: Truth, sentences: Sequence[str]) -> str:
    """What the founder should add to sentences of a topic because no answer tells it, such as `(Add how much.)`; empty
    if nothing is lacking.
    """
    topic = content.topics[truth.topic]
    said = {in_own_words(audit, phrase): word for word, phrase in topic.phrases.items()}
    words = (said.get(sentence, "") for sentence in sentences)
    missing = dict.fromkeys(topic.phrases_add[word] for word in words if word in topic.phrases_add)
    return f"(Add {'; '.join(missing)}.)" if missing else ""


def complete(content: Content, audit: Audit, truth: Truth, sentences: Sequence[str]) -> str:
    """Sentences of a topic as one text, with what is lacking."""
    return " ".join(filter(None, (*sentences, lacking(content, audit, truth, sentences))))


def keeps_own_words(truth: Truth) -> bool:
    """Whether the lines that make the claims are best left as they are, because they are true."""
    return truth.compared == "agrees"


HEADLINES = 3
LONGEST = 12
"""The most words of a headline."""

IN_TIME: Final = ("customer.received", "ontime")
"""The column and the cell of customers who were served in time. Only the kinds of business listed for it below give
each customer a date."""

WORTH_SAYING: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    IN_TIME: {
        "": "got it on time.",
        "service": "got their work on time.",
        "goods": "got their order on time.",
        "shop": "got their order on time.",
        "marketplace": "got their order on time.",
        "local": "were served on time.",
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
A_HANDFUL = 5
"""The fewest customers in a count that is worth printing: *my last three customers* sounds as if there were no more."""
ENOUGH = 0.8
"""The least share of customers that is worth printing."""
MOST_OF_THEM = 0.9
"""The least share for page one of the summary: with fewer on time, a count is no reason to buy."""


def headlines(content: Content, audit: Audit, truths: Sequence[Truth]) -> tuple[str, ...]:
    """At most three headlines of at most twelve words, made of sentences that are true of every channel.

    The founder's own counts come first, then lines of their own. Sentences that admit a condition come last, if there
    is room for them. A topic with a mismatch gives no headline, and nor does a minor sentence, or one on a topic that a
    published line speaks about already.
    """
    whole = (truth for truth in truths if not truth.mismatch)
    single = [truth for truth in whole if len(truth.sayable) == 1 and _is_for_all(truth.sayable[0])]
    claimed = [truth for truth in single if truth.own]
    others = [truth for truth in single if not truth.claims]
    good, poor = list[str](), list[str]()
    for truth in (*claimed, *others):
        sentence = truth.sayable[0]
        if sentence in _phrases(content, audit, truth, "minor"):
            continue
        (poor if sentence in _phrases(content, audit, truth, "admits") else good).append(sentence)
    made = list(_counted(content, audit, truths))[:HEADLINES]
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


def _phrases(content: Content, audit: Audit, truth: Truth, listed: Literal["admits", "minor"]) -> set[str]:
    """The sentences of a topic that admit a condition, or that are minor."""
    topic = content.topics[truth.topic]
    words = topic.admits if listed == "admits" else topic.minor
    return {in_own_words(audit, topic.phrases[word]) for word in words if word in topic.phrases}


OWN, LONGEST_OWN = 2, 160
"""The most lines of the founder's own to show on page one, and the most characters of one."""


OTHERS = frozenset({"reviews"})
"""Topics on which a published line says what others said."""


def worth_publishing(content: Content, audit: Audit, findings: Findings, truths: Sequence[Truth]) -> tuple[str, ...]:
    """The sentences that are worth putting on a page, the best first.

    What can replace untrue words comes first, in the order of the mismatches. Then come the founder's own counts, lines
    of their own that are always kept, sentences that help someone decide, and conditions that people should know.
    A topic on which channels differ is left out, unless it replaces something. So is a sentence on a topic
    that a published line speaks about already: that line says it more precisely, or about another thing that is sold.
    """
    rank = {found.id: n for n, found in enumerate(findings.mismatches)}
    replacing = sorted((each for each in truths if each.compared == "contradiction"), key=lambda t: rank[t.mismatch])
    good, poor, own = list[str](), list[str](), list[str]()
    for truth in (each for each in truths if each not in replacing):
        admitted, minor = (_phrases(content, audit, truth, listed) for listed in ("admits", "minor"))
        is_for_some = any(each.startswith(THROUGH) for each in truth.sentences)
        new = () if truth.claims or is_for_some else truth.sentences
        told = [each for each in new if each not in minor]
        good += [complete(content, audit, truth, [each]) for each in told if each not in admitted]
        poor += [complete(content, audit, truth, [each]) for each in told if each in admitted]
        own += [
            each for each in truth.own if len(each) <= LONGEST_OWN and each not in own and truth.topic not in OTHERS
        ]
    quoted = [f"{in_marks(line)} (your own words)" for line in own[:OWN]]
    has_dates = business_kind(audit) in WORTH_SAYING[IN_TIME]
    counted = _counted(content, audit, truths, [IN_TIME[0]], MOST_OF_THEM) if has_dates else ()
    replaced = (complete(content, audit, truth, truth.sentences) for truth in replacing if truth.sentences)
    return tuple(dict.fromkeys((*replaced, *counted, *quoted, *good, *poor)))


def _counted(
    content: Content, audit: Audit, truths: Sequence[Truth], columns: Iterable[str] = (), least: float = ENOUGH
) -> Iterator[str]:
    """What most of the last customers did or got, as counts of these columns, or of all that are worth saying.

    A count is left out if any cell is blank, because that may be the customer who had to wait. While a promise of a
    time is broken, nothing is said about being served in time: the count may be about another time.
    """
    is_late = any(each.topic in ARRIVALS and each.compared == "contradiction" for each in truths)
    kind = business_kind(audit)
    listed = sum(not row.is_inactive for row in audit.of("customer"))
    for (column, key), did in WORTH_SAYING.items():
        said = "" if is_late and (column, key) == IN_TIME else did.get(kind or "", did[""])
        if said and column in content.questions and column in COLUMNS and column in (columns or (column,)):
            _, quoted, total = counts(audit, column)
            if total == listed >= A_HANDFUL and quoted.get(key, 0) >= least * total:
                whole = quoted[key] == total
                they = "buyers" if (kind, column) == ("marketplace", IN_TIME[0]) else "customers"
                who = f"My last {total} {they} all" if whole else f"{quoted[key]} of my last {total} {they}"
                yield in_own_words(audit, content.said_to(kind, f"{who} {said}"))


def _words(text: str) -> int:
    return len(text.split())
