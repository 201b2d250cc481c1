"""What a page says and could say, in words: each claim as it was published, what to say instead or to keep, three
headlines, the sentences of page one of the summary, and the founder's own lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content
from trueup.engine.agreeing import PAYERS, VOWS
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import KEPT_QUESTION, business_kind, is_broken
from trueup.engine.causes import ARRIVALS, FACTS
from trueup.engine.kept_promises import is_of_no_topic
from trueup.engine.measures import cells, counts
from trueup.engine.model import Findings, Statement
from trueup.engine.phrases import THROUGH, in_first_person, phrases_of, untrue_claims
from trueup.engine.things import is_about_the_offer
from trueup.engine.truthful import PRICES_SHOWN, Truth, ended
from trueup.wording.findings import position
from trueup.wording.shortening import in_marks, one_line

# What is claimed -------------------------------------------------------------------------------


def claimed(content: Content, findings: Findings, truth: Truth) -> tuple[str, ...]:
    """The lines that make the claim: a pasted line in quotation marks, an answer after its question. Each once."""
    return tuple(dict.fromkeys(_line(content, statement) for statement in _speaking(findings, truth)))


MOST_KEPT = 2
"""How many lines are quoted that only claim to be kept. With more, no one reads them."""

KEPT = "everyone gets exactly that"
"""What a promise claims, beside what its words say: that it's kept."""


def claimed_in_brief(content: Content, findings: Findings, truth: Truth) -> tuple[tuple[str, ...], str]:
    """The lines that make the claim, and how many more there are, in words; empty if all are there."""
    lines = claimed(content, findings, truth)
    if len(lines) <= MOST_KEPT + 1 or truth.topic != VOWS:
        return lines, ""
    return lines[:MOST_KEPT], f"and {len(lines) - MOST_KEPT} more"


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
    said = "; ".join(dict.fromkeys(label for label in labels if label))
    return KEPT if not said and truth.topic == VOWS else said


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
    words: Most of the material comes from abroad)` or, if it was only counted, `(2 of 10 got exactly that)`. Empty if a
    sentence is ready, or if nothing speaks against it but a guess or a measure.
    """
    mismatch = findings.found(truth.mismatch)
    if mismatch is None or instead(truth):
        return ""
    known = [each for each in mismatch.statements if each.side in FACTS and each.evidence != "guess"]
    counted = (each.quote.partition(":")[0] for each in known if each.source == KEPT_QUESTION)
    said = (
        one_line(each.quote) or position(content, each)
        for each in known
        if each.source != KEPT_QUESTION and not each.measured
    )
    if told := "; ".join(dict.fromkeys(said)):
        return f"(your answer, to put in your own words: {told})"
    return next((f"({count} got exactly that)" for count in counted), "")


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


# What is worth publishing ----------------------------------------------------------------------

HEADLINES = 3

LONGEST = 12
"""The most words of a headline."""

COME_FOR = frozenset(
    {
        *("making", "bespoke", "own", "origin", "fresh", "curation", "live", "works"),
        *("start", "entry", "access"),
        *("price", "limits", "extras", "postage", "model", "updates", "rights", "fees"),
        *("dispatch", "speed", "punctual", "quoting", "pace", "support", "lasting", "leaving"),
        *("proof", "recognised"),
    }
)
"""Topics that customers come for: what it is, how one starts, what it costs, when one has it and for how long, and what
comes of it. What else is true is for the page below."""

IN_TIME: Final = ("customer.received", "ontime")
"""The column and the cell of customers who were served in time. The words for it say nothing else about what they got.
Only kinds of business with words of their own for it give each customer a date."""

WORTH_SAYING: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    IN_TIME: {
        "": "{of_them} customers got it on time.",
        "service": "I kept the agreed date with {of_them} customers.",
        "goods": "{of_them} customers got their order on time.",
        "shop": "{of_them} customers got their order on time.",
        "marketplace": "{of_them} orders came on time.",
        "local": "I kept to the agreed time with {of_them} customers.",
    },
    ("customer.started", "alone"): {
        "": "{of_them} customers got started on their own.",
        "service": "{of_them} customers hired me without calling first.",
        "goods": "{of_them} customers bought without calling first.",
        "shop": "{of_them} customers bought without calling first.",
        "local": "{of_them} customers booked without calling first.",
        "content": "",
        "marketplace": "",
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

RARELY = 2
"""If a promise was kept for at most this many of ten customers, it's no praise that they got on time what they got."""


def headlines(analysis: Analysis, truths: Sequence[Truth]) -> tuple[str, ...]:
    """At most three headlines of at most twelve words, made of sentences that are true of every channel and that
    customers come for; none if no sentence is.

    The founder's own counts come first, then lines of their own. Sentences that admit a condition come last, if there
    is room for them. A topic with a mismatch gives no headline, and nor does a minor sentence, a line that only limits
    what is offered or discloses who else pays, or a sentence on a topic that a published line speaks about already.
    """
    whole = (truth for truth in truths if not truth.mismatch)
    single = [truth for truth in whole if len(truth.sayable) == 1 and _is_for_all(truth.sayable[0])]
    made = _made_by(truths)
    fitting = own_lines(analysis, truths)
    wanted = [truth for truth in single if truth.topic in COME_FOR]
    claimed = [
        truth
        for truth in single
        if (line := truth.sayable[0]) in fitting
        and (truth in wanted or (truth.topic not in PAYERS and not _only_limits(analysis.content, made[line])))
    ]
    others = [truth for truth in wanted if not truth.claims]
    good, poor = list[str](), list[str]()
    for truth in (*claimed, *others):
        sentence = truth.sayable[0]
        if sentence in _phrases(analysis, truth, "minor"):
            continue
        (poor if sentence in _phrases(analysis, truth, "admits") else good).append(sentence)
    found = list(_counted(analysis.content, analysis.audit, truths))[:HEADLINES]
    for left in (list(dict.fromkeys(good)), list(dict.fromkeys(poor))):
        while left and len(found) < HEADLINES:
            first = left.pop(0)
            if _words(first) > LONGEST:
                continue
            second = next((each for each in left if _words(first) + _words(each) <= LONGEST), None)
            if second is not None:
                left.remove(second)
            found.append(" ".join((ended(first), second)) if second else first)
    return tuple(map(one_line, found))


def _is_for_all(sentence: str) -> bool:
    return not sentence.startswith(THROUGH) and ": " not in sentence


def _phrases(analysis: Analysis, truth: Truth, listed: Literal["admits", "minor"]) -> set[str]:
    """The sentences of a topic that admit a condition, or that are minor."""
    topic = analysis.content.topics[truth.topic]
    words = topic.admits if listed == "admits" else topic.minor
    return phrases_of(analysis.audit, topic, words)


def worth_publishing(analysis: Analysis, truths: Sequence[Truth]) -> tuple[str, ...]:
    """The sentences that are worth putting on a page, the best first.

    What can replace untrue words comes first, in the order of the mismatches. Then come the founder's own counts, lines
    of their own that are always kept, sentences that help someone decide, and conditions that people should know, first
    those that replace something. A sentence that lacks something is left out: it can't be printed as it is. A topic on
    which channels differ is left out, unless it replaces something. So is a sentence on a topic that a published line
    speaks about already: that line says it more precisely, or about another thing that is sold.
    """
    audit = analysis.audit
    rank = {found.id: n for n, found in enumerate(analysis.findings.mismatches)}
    replacing = sorted((each for each in truths if each.compared == "contradiction"), key=lambda t: rank[t.mismatch])
    good, poor = list[str](), list[str]()
    for truth in (each for each in truths if each not in replacing):
        admitted, minor = (_phrases(analysis, truth, listed) for listed in ("admits", "minor"))
        is_for_some = any(each.startswith(THROUGH) for each in truth.sentences)
        new = () if truth.claims or is_for_some else truth.sentences
        told = [each for each in new if each not in minor and not lacking(analysis, truth, [each])]
        good += [each for each in told if each not in admitted]
        poor += [each for each in told if each in admitted]
    quoted = [f"{in_marks(line)} (your own words)" for line in own_lines(analysis, truths)]
    has_dates = business_kind(audit) in WORTH_SAYING[IN_TIME]
    counted = _counted(analysis.content, audit, truths, [IN_TIME[0]], MOST_OF_THEM) if has_dates else ()
    replaced, instead_of_more = list[str](), list[str]()
    for truth in (each for each in replacing if not lacking(analysis, each, each.sentences)):
        is_condition = not _phrases(analysis, truth, "admits").isdisjoint(truth.sentences)
        (instead_of_more if is_condition else replaced).append(" ".join(truth.sentences))
    return tuple(filter(None, dict.fromkeys((*replaced, *counted, *quoted, *good, *instead_of_more, *poor))))


def _counted(
    content: Content, audit: Audit, truths: Sequence[Truth], columns: Iterable[str] = (), least: float = ENOUGH
) -> Iterator[str]:
    """What most of the last customers did or got, as counts of these columns, or of all that are worth saying.

    A count is left out if any cell is blank, because that may be the customer who had to wait. Nothing is said about
    being served in time while a promise of a time is broken, because the count may be about another time, or while
    nearly no one gets what is promised about the things sold.
    """
    is_late = any(each.topic in ARRIVALS and each.compared == "contradiction" for each in truths)
    says_no_time = is_late or _is_rarely_kept(audit) or _breaks_a_time(audit) or _states_only_another_time(audit)
    kind = business_kind(audit)
    listed = sum(not row.is_inactive for row in audit.of("customer"))
    for (column, key), did in WORTH_SAYING.items():
        said = "" if says_no_time and (column, key) == IN_TIME else did.get(kind or "", did[""])
        if said and column in (columns or (column,)):
            _, quoted, _ = counts(audit, column)
            filled = len(cells(audit, column.partition(".")[2]))
            if filled == listed >= A_HANDFUL and quoted.get(key, 0) >= least * filled:
                whole = quoted[key] == filled
                sentence = said.format(of_them=f"{'all' if whole else quoted[key]} of my last {filled}")
                yield in_first_person(audit, content.said_to(kind, f"{sentence[:1].upper()}{sentence[1:]}"))


def _is_rarely_kept(audit: Audit) -> bool:
    """Whether a published promise about what is sold most, or about everything, was kept for hardly anyone."""
    return any(
        (kept := row.fields.get("kept")) is not None and isinstance(kept.value, float) and kept.value <= RARELY
        for row in audit.of("promise")
        if not row.is_inactive and is_about_the_offer(row)
    )


def _states_only_another_time(audit: Audit) -> bool:
    """Whether the only time promised isn't the one that a count would speak of: people who come or are visited by
    appointment are promised how long they wait, which is no agreed date, or others when parcels leave, which isn't when
    people have them.
    """
    claims = {claim for row in audit.of("promise") if not row.is_inactive for claim in row.many("claims")}
    topics = {claim.partition(".")[0] for claim in claims}
    if "punctual" in topics:
        return False
    return (
        "speed" in topics if business_kind(audit) in BY_APPOINTMENT else "dispatch" in topics and "speed" not in topics
    )


BY_APPOINTMENT = frozenset({"service", "local"})
"""Kinds of business for which being on time is said of an agreed date."""

_TIME = re.compile(r"\b(?:minute|hour|day|night|week|month)s?\b", re.IGNORECASE)
OF_TIMES = ARRIVALS | {"figure", "kept"}
"""Topics of promises that, if their words name a time, promise that something takes no longer."""


def _breaks_a_time(audit: Audit) -> bool:
    """Whether a published promise about what is sold most names a time and isn't kept, whatever it claims to be."""
    return any(
        is_broken(row)
        and not row.is_inactive
        and is_about_the_offer(row)
        and _TIME.search(row.text("words")) is not None
        and {claim.partition(".")[0] for claim in row.many("claims")} <= OF_TIMES
        for row in audit.of("promise")
    )


def _words(text: str) -> int:
    return len(text.split())


# Lines of the founder's own ---------------------------------------------------------------

LONGEST_OWN = 200
"""The most characters of a line of the founder's own on page one."""

OTHERS = frozenset({"reviews"})
"""Topics on which a published line says what others said."""

OF_SOMEONE = frozenset({"independence.someone", "work.helper"})
"""Claims about someone else: away from the page they are on, that person helps no one to decide."""


def without_overstated(analysis: Analysis, truths: Sequence[Truth]) -> tuple[Truth, ...]:
    """The topics, each without the founder's own lines that say more than what was counted: on a topic they speak of,
    or on any if they make no claim, their words also make another claim, and an answer contradicts that one.
    """
    content = analysis.content
    others = dict[str, set[str]]()
    for line, made in _made_by(truths).items():
        topics = {each.topic: content.topics[each.topic] for each in made} or content.topics
        claims = {f"{name}.{word}" for name, topic in topics.items() for word in topic.claims}
        others[line] = claims - {each.tag for each in made}
    untrue = untrue_claims(content, analysis.audit, frozenset[str]().union(*others.values()))
    overstated = {line for line, tags in others.items() if any(_claims(content, line, tag) for tag in tags & untrue)}
    return tuple(replace(each, own=tuple(line for line in each.own if line not in overstated)) for each in truths)


def _claims(content: Content, line: str, tag: str) -> bool:
    """Whether a claim is read in a line."""
    from trueup.reading.reader import read_words

    return bool(read_words(content, line, tag).claims)


def own_lines(analysis: Analysis, truths: Sequence[Truth]) -> list[str]:
    """The founder's own lines, each once: first those for everyone, then those that only admit a condition, then those
    for some groups, and at last those that weren't counted, make no claim or are about another thing. Some lines are
    left out because they are very long, mean little elsewhere, or only limit what another line promises and breaks.
    """
    groups = sum(not row.is_inactive for row in analysis.audit.of("group"))
    promises = analysis.audit.of("promise")
    counted = {one_line(row.text("words")) for row in promises if "kept" in row.fields and is_about_the_offer(row)}
    broken = _broken_topics(analysis)
    places: dict[str, int] = {}
    for line, made in _made_by(truths).items():
        meant = [each for each in made if each.topic not in OTHERS and each.tag not in OF_SOMEONE]
        limits = _only_limits(analysis.content, meant)
        if len(line) > LONGEST_OWN or (made and not meant):
            continue
        if limits and not broken.isdisjoint(each.topic for each in meant):
            continue
        if line not in counted or is_of_no_topic([each.tag for each in meant]):
            places[line] = 3
        elif any(0 < len(each.groups) < groups for each in meant):
            places[line] = 2
        else:
            places[line] = int(limits)
    return sorted(places, key=places.__getitem__)


def _broken_topics(analysis: Analysis) -> set[str]:
    """The topics of all claims of promises that a contradiction quotes. While *yours for life* isn't kept, *access ends
    after twelve months* is the condition that breaks it.
    """
    found = [each for each in analysis.findings.mismatches if each.verdict == "contradiction"]
    broken = frozenset[str]().union(*(each.promises for each in found))
    return {
        tag.partition(".")[0] for row in analysis.audit.of("promise") if row.id in broken for tag in row.many("claims")
    }


def _made_by(truths: Sequence[Truth]) -> dict[str, list[Statement]]:
    """The founder's own lines, each with the claims it makes."""
    made: dict[str, list[Statement]] = {line: [] for truth in truths for line in truth.own}
    for statement in (each for truth in truths for each in truth.claims if each.source == CLAIMS):
        made.get(one_line(statement.quote), []).append(statement)
    return made


def _only_limits(content: Content, made: Sequence[Statement]) -> bool:
    return bool(made) and all(_is_condition(content, each) for each in made)


def _is_condition(content: Content, claim: Statement) -> bool:
    """Whether a claim only admits a condition, or is minor. A line that names prices isn't, although a sentence that
    says they can be seen is.
    """
    topic = content.topics[claim.topic]
    return claim.word in (*topic.admits, *topic.minor) and claim.tag not in PRICES_SHOWN
