"""What you can truthfully say today: sentences built from what is delivered and sold, beside what is claimed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, STAGES, Content, Question, Side, Topic
from trueup.engine.agreeing import PAYERS, TOUCHED, VOWS, asks_about_most
from trueup.engine.applicability import ALL_OF_THEM, field_applies, is_broken, is_for
from trueup.engine.judge import mismatches
from trueup.engine.matching import by_position
from trueup.engine.model import MAIN, Findings, Mismatch, Statement, Subject, Verdict
from trueup.engine.ranking import VOWED
from trueup.engine.reach import channel_shares
from trueup.engine.rules import Position, rules_of
from trueup.engine.statements import MEASURED, ask_of, groups_of, statements

TRUE_SIDES: tuple[Side, ...] = ("sell", "deliver")
"""The sides that show what is true: the terms, and what customers get."""

Claimed = Verdict | Literal["accepted", "agrees", "guessed", ""]
"""How a topic's claims compare with what is true: the verdict of their mismatch, or `accepted`; without a mismatch,
`agrees` or `guessed`. Empty if nothing is claimed, or if a published line with a claim isn't true in another way."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One topic: what is claimed about it, and the sentence that today's answers support."""

    topic: str
    claims: tuple[Statement, ...]
    compared: Claimed
    sentences: tuple[str, ...]
    """What can be said: one sentence or, if channels differ, several. Empty if too little is known, or if no phrase
    fits."""
    mismatch: str = ""
    """The open or accepted mismatch a claim here is part of."""
    own: tuple[str, ...] = ()
    """The founder's own published lines that make the claims, if all of the last ten customers got what they say. They
    say more than a phrase, so there are no sentences then."""

    @property
    def sayable(self) -> tuple[str, ...]:
        """What can be published: the founder's own lines or, without them, the sentences."""
        return self.own or self.sentences


WHOM = "promise.to"
"""The question that asks which side of a market a promise is for. Its answer isn't a claim that customers read."""


class _Spoken:
    """All statements by side and tag, and for each channel those that apply to it."""

    def __init__(self, spoken: Sequence[Statement]) -> None:
        self._everything = by_position(spoken).statements
        by_channel: dict[str, list[Statement]] = {}
        for statement in spoken:
            if not statement.source.startswith(MEASURED):
                by_channel.setdefault(statement.row_of("channel"), []).append(statement)
        self._by_channel = {channel: by_position(heard).statements for channel, heard in by_channel.items()}

    def taking(self, position: Position, channel: str = "") -> Iterator[Statement]:
        """The statements that take a position; for a channel, its own and those about no channel."""
        if not channel:
            yield from self._everything.get(position, ())
            return
        for each in ("", channel):
            yield from self._by_channel.get(each, {}).get(position, ())


def truths(content: Content, audit: Audit, findings: Findings) -> tuple[Truth, ...]:
    """Every topic that is claimed or can be spoken about, in the order a page tells things: from first look
    to leaving.
    """
    everything = statements(content, audit)
    spoken = _Spoken(everything)
    by_topic: dict[str, list[Statement]] = {}
    for statement in everything:
        by_topic.setdefault(statement.topic, []).append(statement)
    lines = _kept_lines(audit, findings)
    touched = _touched(findings)
    vowed = {each.subject for each in everything if each.tag in VOWED}
    nothing_else = vowed - {each.subject for each in everything if each.source == CLAIMS and each.topic != VOWS}
    found = []
    for topic in sorted(content.topics.values(), key=_on_the_way):
        if not topic.claims and not topic.phrases:
            continue
        here = _of_everyone(audit, by_topic.get(topic.id, []))
        here = _without_the_unsayable(topic, here, findings)
        claims = tuple(each for each in here if each.side == "say" and each.source != WHOM)
        heard = [each for each in here if each.side != "sell"] if _is_not_delivered(findings, claims) else here
        heard = _worth_saying(topic, _that_contradict(findings, claims, heard), claims, touched)
        heard = heard if claims else _backed_by_terms(content, heard)
        sentences = _sentences(content, audit, topic, spoken, heard) if is_for(audit, topic) else ()
        if claims or sentences:
            broken = {claim.tag: why for claim in claims if (why := _broken(findings, claim))}
            names_exceptions = any(each.startswith(THROUGH) for each in sentences)
            untrue = {*broken, *(() if names_exceptions else _contradicted(findings, claims))}
            again = {in_own_words(audit, topic.phrases.get(tag.partition(".")[2], "")) for tag in untrue}
            sentences = tuple(each for each in sentences if each not in again)
            if topic.id in OF_ONE_KIND and _is_kept_for_some(audit, claims):
                sentences = ()
            own = _own_lines([each for each in claims if topic.id != VOWS or each.subject in nothing_else], lines)
            all_kept = bool(claims) and all(_promise_of(claim) in lines for claim in claims)
            proof = [each for each in here if not asks_about_most(content, each)] if _vows(claims, vowed) else here
            is_asked = not _is_unasked(content, findings, claims, proof)
            is_known = all_kept or (is_asked and _is_known(content, topic, claims, proof))
            compared, mismatch = _standing(findings, claims, [*broken.values()], known=is_known)
            if not mismatch and names_exceptions:
                sentences = ()
            if compared in ("agrees", "guessed"):
                admitted = {in_own_words(audit, topic.phrases[word]) for word in topic.admits if word in topic.phrases}
                sentences = () if own else tuple(each for each in sentences if each not in admitted)
            if compared == "agrees" and _is_untrue_elsewhere(findings, claims):
                compared = ""
            sayable = () if _is_in_doubt(findings, claims) else sentences
            found.append(Truth(topic.id, claims, compared, sayable, mismatch, () if mismatch else own))
    return tuple(found)


def together(content: Content, true: Sequence[Truth]) -> tuple[str, ...]:
    """The shortest page that is true: every sentence once, with a paragraph for each heading of topics.

    A heading's place is the average place of its topics on the way from first look to leaving.
    """
    on_the_way: dict[str, list[int]] = {}
    for topic in content.topics.values():
        on_the_way.setdefault(topic.heading, []).append(_on_the_way(topic))
    under: dict[str, list[str]] = {heading: [] for heading in sorted(on_the_way, key=lambda h: fmean(on_the_way[h]))}
    said: set[str] = set()
    for truth in true:
        fresh = [sentence for sentence in map(_ended, truth.sayable) if sentence not in said]
        under[content.topics[truth.topic].heading] += fresh
        said.update(fresh)
    return tuple(" ".join(sentences) for sentences in under.values() if sentences)


def _ended(line: str) -> str:
    """A line that ends like a sentence, so that another can follow it."""
    return line if line.endswith((".", "!", "?", "…", "”", ")")) else f"{line}."


def decided_by(content: Content, findings: Findings, truth: Truth) -> str:
    """The question that would settle an open claim: the guess it rests on, else the first question its checks need.

    Empty if nothing is open, or if no question asks about it.
    """
    mismatch = findings.found(truth.mismatch)
    if mismatch is not None:
        guesses = [statement for statement in mismatch.statements if statement.evidence == "guess"]
        return ask_of(guesses[0].source) if guesses and mismatch.verdict == "unproven" else ""
    claimed = {("say", statement.tag) for statement in truth.claims}
    asks = (
        open_question.question
        for open_question in findings.needs_answer
        if any(claimed & content.touches(check) for check in open_question.decides)
    )
    return next(asks, "") if truth.compared == "guessed" else ""


def _on_the_way(topic: Topic) -> int:
    return STAGES.index(topic.stage) if topic.stage else len(STAGES)


def _sentences(
    content: Content, audit: Audit, topic: Topic, spoken: _Spoken, here: Sequence[Statement]
) -> tuple[str, ...]:
    """The phrases for what is delivered, else for what is sold, as far as each could be published without conflict.

    Terms that delivery can't show, such as how long a customer is bound, are added: without them, how people leave is
    only half the truth. A guess proves nothing, so it gives no phrase. If channels differ, what most customers meet is
    said first, and the other channels are named.
    """
    sure = [
        statement for statement in here if statement.evidence != "guess" and not _is_narrowed(topic, statement, here)
    ]
    sold = [statement for statement in sure if statement.side == "sell"]
    delivered = [statement for statement in sure if statement.side == "deliver"]
    said = {statement.tag for statement in sure if statement.side == "say"}
    # Statements about channels are more precise than one count over all channels. So are the terms, if something else
    # is published: beside a lower price for members, *there's often a way to pay less* isn't the sentence to add.
    is_precise = any(statement.subject for statement in delivered)
    delivered = [
        statement
        for statement in delivered
        if not statement.source.startswith(MEASURED) or not (is_precise or (sold and said - {statement.tag}))
    ]
    delivered = [
        statement
        for statement in delivered
        if not sold or not _by_default(content, statement) or _is_among(statement, sold)
    ]
    delivered = _one_a_path(content, topic, delivered)
    terms = _everywhere(content, audit, topic, spoken, sold)
    seen = _everywhere(content, audit, topic, spoken, delivered) or _by_channel(
        content, audit, topic, spoken, delivered, terms
    )
    if not seen:
        return terms or _by_channel(content, audit, topic, spoken, sold, ())
    only_sold = [
        statement for statement in sold if not topic.measures and ("deliver", statement.tag) not in content.speakers
    ]
    return tuple(dict.fromkeys((*_everywhere(content, audit, topic, spoken, only_sold), *seen)))


def _of_everyone(audit: Audit, here: Sequence[Statement]) -> list[Statement]:
    """The statements, without answers about another product or about one group of several: neither is true of
    everyone who reads the page. If all claims are about one other product, answers about it stay.
    """
    groups = sum(not row.is_inactive for row in audit.of("group"))
    claimed = {each.about for each in here if each.side == "say" and each.source == CLAIMS}
    meant = {"", MAIN} | (claimed if len(claimed) == 1 else set())
    return [
        each
        for each in here
        if each.side == "say" or (each.about in meant and not (groups > 1 and each.row_of("group")))
    ]


def _without_the_unsayable(topic: Topic, here: Sequence[Statement], findings: Findings) -> list[Statement]:
    """The statements on a topic, without the answers that a proven mismatch quotes for something no phrase can say,
    such as a refused refund. A phrase for what else was picked in such an answer would hide that.
    """
    quoted = (each for found in findings.mismatches if found.verdict == "contradiction" for each in found.statements)
    hidden = {
        (each.source, each.subject)
        for each in quoted
        if each.topic == topic.id and each.side in ("sell", "deliver") and _word(each) not in topic.phrases
    }
    return [each for each in here if each.side == "say" or (each.source, each.subject) not in hidden]


SAID_FOR_THEM = "partner"
"""Where a promise is published that others make: what they say isn't in the founder's own words."""


_POINTING = re.compile(
    r"^(?:attached|enclosed)\b|\b(?:attached|enclosed) (?:is|are|you'll|to this)\b|(?:^|[.;:,] )here (?:is|are)\b"
    r"|\b(?:see|as|listed|named) (?:above|below|overleaf)\b|\bthis (?:e?mail|letter|message|card)\b",
    re.IGNORECASE,
)
"""Words that point to something near the line, such as an attached file."""

_REASON = re.compile(r"(?:\bbecause|\bsince|(?<!long )(?<!soon )(?<!well )\bas|[:;–—] there) (?:I|we)\b", re.IGNORECASE)
"""The beginning of a reason with the founder as its subject: *because I …*."""


def _kept_lines(audit: Audit, findings: Findings) -> dict[str, str]:
    """Promise id → its words, for each promise about what is sold most that was kept for all of the last ten customers,
    known by more than a guess, that no mismatch quotes, that isn't a partner's, and that can be read on its own. While
    a contradiction is open, a line that gives what the founder does as its reason is left out, because that reason may
    be untrue.
    """
    proven = any(each.verdict == "contradiction" for each in findings.mismatches)
    quoted = {row for each in findings.every for row in (each.promise, *each.promises)}
    return {
        row.id: words
        for row in audit.of("promise")
        if row.id not in quoted
        and not (words := " ".join(row.text("words").split())).startswith("(")
        and not words[:1].islower()  # a part of a sentence
        and not _POINTING.search(words)
        and not (proven and _REASON.search(words))
        and not row.is_inactive
        and not is_broken(row)
        and _is_about_the_offer(row)
        and row.text("where") != SAID_FOR_THEM
        and (kept := row.fields.get("kept")) is not None
        and isinstance(kept.value, float)
        and kept.value >= ALL_OF_THEM
        and kept.evidence != "guess"
    }


def _own_lines(claims: Sequence[Statement], lines: Mapping[str, str]) -> tuple[str, ...]:
    """The lines that make these claims, out of those always kept."""
    return tuple(dict.fromkeys(lines[row] for claim in claims if (row := _promise_of(claim)) in lines))


OF_ONE_KIND = frozenset({"making", "origin"})
"""Topics asked about what is sold most only. If some of the last ten customers got what the page says, something else
is made otherwise, and a sentence about what is sold most would be untrue of it."""


def _is_kept_for_some(audit: Audit, claims: Sequence[Statement]) -> bool:
    """Whether a promise with one of these claims was kept for some of the last ten customers, but not for all."""
    made = {_promise_of(claim) for claim in claims}
    kept = (row.fields.get("kept") for row in audit.of("promise") if row.id in made)
    return any(each is not None and isinstance(each.value, float) and 0 < each.value < ALL_OF_THEM for each in kept)


def _promise_of(claim: Statement) -> str:
    """The promise whose words make a claim; empty for other answers."""
    return claim.subject.row if claim.source == CLAIMS and claim.subject is not None else ""


def _vows(claims: Sequence[Statement], vowed: Container[Subject | None]) -> bool:
    """Whether one of these claims is part of a promise without exceptions, and isn't the claim that there are none."""
    return any(claim.subject in vowed and claim.topic != VOWS for claim in claims)


WHO_PAYS = frozenset(PAYERS) - {"ads"}
"""Topics about who else pays, and for what. If one of them is in a contradiction, no sentence on the others or on ads
is offered: that advertisers pay at all is half the truth then."""


def _touched(findings: Findings) -> frozenset[str]:
    """Topics on which nothing is offered, because a proven mismatch on another topic is about the same matter."""
    proven = [each for each in findings.mismatches if each.verdict == "contradiction"]
    taken = {name for found in proven for each in found.statements for name in (each.tag, each.topic)}
    taken |= {found.check.topic for found in proven}
    payers = frozenset(PAYERS) if not taken.isdisjoint(WHO_PAYS) else frozenset[str]()
    return (payers | {other for each in taken for other in TOUCHED.get(each, ())}) - taken


def _worth_saying(
    topic: Topic, heard: Sequence[Statement], claims: Sequence[Statement], touched: frozenset[str]
) -> list[Statement]:
    """The statements, without those whose phrase no one would ask for, and without all of them if the topic is touched
    by a mismatch on another one.
    """
    return [
        each
        for each in heard
        if each.side == "say" or (topic.id not in touched and (claims or _word(each) not in topic.if_claimed))
    ]


NEEDS_TERMS = frozenset({"entry.trial"})
"""Positions that a step of a channel doesn't prove: what people try there may be a sample or a first look, and not what
they pay for."""


def _backed_by_terms(content: Content, heard: Sequence[Statement]) -> list[Statement]:
    """The statements, without those that need terms that say the same. If the terms are unknown, that's also true of
    what only follows from a step missing in a channel: a path that shows no call doesn't prove that none is needed.
    """
    sold = {each.tag for each in heard if each.side == "sell" and each.evidence != "guess"}
    return [
        each
        for each in heard
        if (each.tag in sold or each.tag not in NEEDS_TERMS) and (sold or not _by_default(content, each))
    ]


def _that_contradict(findings: Findings, claims: Sequence[Statement], heard: Sequence[Statement]) -> list[Statement]:
    """If proven mismatches quote these claims, only what was said in answer to the questions they quote against them.
    What was said elsewhere on the topic may be true, but isn't what the claims should be replaced with.
    """
    sources = {
        each.source
        for found in findings.mismatches
        if found.verdict == "contradiction" and not found.promise and not set(claims).isdisjoint(found.statements)
        for each in found.statements
        if each.side in TRUE_SIDES
    }
    return [each for each in heard if each.side == "say" or each.source in sources or not sources]


def _is_narrowed(topic: Topic, statement: Statement, here: Sequence[Statement]) -> bool:
    """Whether a published claim admits a condition or a limit that the phrase for this statement would leave out."""
    claimed = {_word(each) for each in here if each.side == "say"}
    narrow = claimed & set(topic.admits)
    return bool(narrow) and _word(statement) not in (claimed | set(topic.admits))


def _by_default(content: Content, statement: Statement) -> bool:
    """Whether a statement about a channel only follows from what wasn't picked; then the terms count instead."""
    question = content.questions.get(statement.source)
    return statement.subject is not None and question is not None and statement.tag in question.otherwise


def _is_among(statement: Statement, statements: Sequence[Statement]) -> bool:
    return any(statement.tag == other.tag for other in statements)


def _one_a_path(content: Content, topic: Topic, heard: Sequence[Statement]) -> list[Statement]:
    """The statements with only one step for each channel: the step that demands most of people. For example, where
    people must talk first, nothing is said about help.
    """
    order = list(topic.phrases)
    most: dict[Subject, int] = {}
    for statement in heard:
        if statement.subject and _is_step(content, statement) and _word(statement) in order:
            most[statement.subject] = max(most.get(statement.subject, 0), order.index(_word(statement)))
    return [
        statement
        for statement in heard
        if statement.subject not in most
        or not _is_step(content, statement)
        or _word(statement) not in order
        or order.index(_word(statement)) == most[statement.subject]
    ]


def _is_step(content: Content, statement: Statement) -> bool:
    question = content.questions.get(statement.source)
    return question is not None and question.kind == "steps"


def _everywhere(
    content: Content, audit: Audit, topic: Topic, spoken: _Spoken, heard: Sequence[Statement]
) -> tuple[str, ...]:
    """The phrases that are true of the whole business: said about no particular channel, or about every channel asked.
    Empty if one of them is only true of some channels.
    """
    words = [word for word in dict.fromkeys(map(_word, heard)) if word in topic.phrases]
    for word in words:
        saying = [statement for statement in heard if _word(statement) == word]
        channels = set(filter(None, (statement.row_of("channel") for statement in saying)))
        if (
            channels
            and all(statement.subject for statement in saying)
            and not _asked(content, audit, saying) <= channels
        ):
            return ()
    can_be_said = (word for word in words if _can_be_said(content, audit, f"{topic.id}.{word}", spoken))
    return tuple(in_own_words(audit, topic.phrases[word]) for word in can_be_said)


def _asked(content: Content, audit: Audit, saying: Sequence[Statement]) -> set[str]:
    """The active channels that answered the questions these statements come from, whatever they answered."""
    questions = [content.questions[statement.source] for statement in saying if statement.source in content.questions]
    return {
        row.id
        for row in audit.of("channel")
        for question in questions
        if not row.is_inactive
        and _is_about_the_offer(row)
        and field_applies(content, audit, row, question)
        and (answer := row.fields.get(question.field)) is not None
        and answer.state == "given"
    }


def _by_channel(
    content: Content,
    audit: Audit,
    topic: Topic,
    spoken: _Spoken,
    heard: Sequence[Statement],
    terms: tuple[str, ...],
) -> tuple[str, ...]:
    """Sentences that are each true of some channels only, and that name them. If every channel has one, the sentence
    for most customers is said without a name. Otherwise, what the terms say about the rest comes first.
    """
    if not heard:
        return ()
    about_it = {row.id for row in audit.of("channel") if _is_about_the_offer(row)}
    shares = {channel: share for channel, share in channel_shares(audit).items() if channel in about_it}
    words_of: dict[str, list[str]] = {}
    for statement in heard:
        if statement.subject and _word(statement) in topic.phrases and statement.tag not in EVERYWHERE:
            words_of.setdefault(statement.subject.row, []).append(_word(statement))
    channels: dict[str, list[Row]] = {}
    obvious: set[str] = set()
    for row in audit.of("channel"):
        words = words_of.get(row.id, [])
        if not words:
            continue
        can_be_said = (word for word in words if _can_be_said(content, audit, f"{topic.id}.{word}", spoken, row))
        word = next(can_be_said, None)
        if word is not None and row.id in shares:
            obvious |= {in_own_words(audit, topic.phrases[word])} if f"{topic.id}.{word}" in OBVIOUS else set()
            channels.setdefault(in_own_words(audit, topic.phrases[word]), []).append(row)
    ranked = sorted(channels, key=lambda phrase: -sum(shares[row.id][0] for row in channels[phrase]))
    if set(shares) <= {row.id for rows in channels.values() for row in rows}:
        others = (phrase for phrase in ranked[1:] if phrase not in obvious)
        return (*ranked[:1], *(_through(audit, channels[phrase], phrase) for phrase in others))
    others = (phrase for phrase in ranked if phrase not in terms and phrase not in obvious)
    named = tuple(_through(audit, channels[phrase], phrase) for phrase in others)
    return (*terms, *named) if named else ()


EVERYWHERE = frozenset({"partner.same"})
"""Positions whose phrase is about all channels together, so it isn't said of a single channel."""

OBVIOUS = frozenset({"start.ask", "advice.personal"})
"""Positions whose phrase no one needs to be told of one channel only: at a market stall, people ask anyway."""

OTHER = "other"
"""The answer that people find something else in a channel than what is sold most."""

THROUGH = "If you come through "
"""How a sentence begins that is only true of some channels."""
_MINE = re.compile(r"^(The|A|An|My|Our)\b")


def _through(audit: Audit, rows: Sequence[Row], phrase: str) -> str:
    *first, last = [_in_a_sentence(audit, row.text("name")) for row in rows]
    names = f"{', '.join(first)} or {last}" if first else last
    starts_with_me = phrase[:1] == "I" and not phrase[1:2].isalpha()
    return f"{THROUGH}{names}, {phrase if starts_with_me else phrase[:1].lower() + phrase[1:]}"


def _in_a_sentence(audit: Audit, name: str) -> str:
    """A channel's name as used inside a sentence: *The outlet* with a small letter, *Own site* with *my*."""
    if name[:4].lower() == "own ":
        return f"{'our' if says_we(audit) else 'my'} own {name[4:]}"
    return _MINE.sub(lambda word: word[0].lower(), name)


def _is_about_the_offer(channel: Row) -> bool:
    return channel.text("about") != OTHER


def _can_be_said(content: Content, audit: Audit, tag: str, spoken: _Spoken, channel: Row | None = None) -> bool:
    """Whether a claim could be published, to everyone or to a channel's audience: it must not conflict with anything
    sold or delivered, or say more than the answers do.
    """
    topic, _, word = tag.partition(".")
    if GROUP in content.topics[topic].phrases[word] and not (_is_for_one_group(audit) and group_name(audit)):
        return False
    if any(
        each.about in ("", MAIN) or each.subject is None
        for silencing in content.topics[topic].phrases_unless.get(word, ())
        for side in TRUE_SIDES
        for each in spoken.taking((side, silencing), channel.id if channel else "")
    ):
        return False
    return not _is_untrue(content, audit, tag, spoken, channel)


def untrue_claims(content: Content, audit: Audit, tags: Iterable[str]) -> frozenset[str]:
    """Those of some claims that conflict with what is sold or delivered, whoever published them."""
    spoken = _Spoken(statements(content, audit))
    return frozenset(tag for tag in tags if _is_untrue(content, audit, tag, spoken))


def _is_untrue(content: Content, audit: Audit, tag: str, spoken: _Spoken, channel: Row | None = None) -> bool:
    claim = Statement(tag, "say", "", "", "record", groups=groups_of(channel) if channel else frozenset())
    touching = rules_of(content).touched_by.get(("say", tag), ())
    listened = {position for rule in touching for each in (*rule.between, *rule.unless) for position in each.positions}
    real = [
        each
        for position in listened
        if position[0] != "say"
        for each in spoken.taking(position, channel.id if channel else "")
        if not (each.subject and each.subject.kind == "promise")  # that another promise is kept doesn't prove this one
    ]
    found = mismatches(content, audit, by_position([*real, claim]), touching)
    return any(claim in mismatch.statements and mismatch.verdict != "tension" for mismatch in found)


def _word(statement: Statement) -> str:
    return statement.tag.partition(".")[2]


def _is_known(content: Content, topic: Topic, claims: Sequence[Statement], here: Sequence[Statement]) -> bool:
    """Whether answers show that these claims are true: for each thing they are about, answers about that thing."""
    for thing in {claim.about for claim in claims} or {""}:
        of_it = [claim for claim in claims if claim.about == thing]
        near = [each for each in here if not thing or each.about in ("", thing)]
        if not (_is_backed(of_it, near) or _is_compared(content, topic, of_it, near)):
            return False
    return True


def _is_backed(claims: Sequence[Statement], here: Sequence[Statement]) -> bool:
    """Whether what is claimed is also sold or delivered, known by more than a guess."""
    claimed = {statement.tag for statement in claims}
    return any(v.tag in claimed for v in here if v.side in ("deliver", "sell") and v.evidence != "guess")


def _is_compared(content: Content, topic: Topic, claims: Sequence[Statement], here: Sequence[Statement]) -> bool:
    """Whether a check compares one of these claims with an answer on the topic that is known by more than a guess, such
    as *the next day* with *the same day*. Without a mismatch, the claim is true then. An answer that admits a condition
    the claim leaves out proves nothing, and nor does a count of how often a promise is kept.
    """
    known = {
        each.source
        for each in here
        if topic.id != VOWS and each.side in TRUE_SIDES and each.evidence != "guess" and _word(each) not in topic.admits
    }
    against = (
        each
        for claim in claims
        for rule in rules_of(content).touched_by.get(("say", claim.tag), ())
        if any(("say", claim.tag) in each.positions for each in rule.between)
        for each in rule.between
        if ("say", claim.tag) not in each.positions
    )
    speakers = (speaker for each in against for speaker in each.speakers)
    return any(
        (speaker.id if isinstance(speaker, Question) else f"{MEASURED}{speaker.name}") in known for speaker in speakers
    )


def _is_unasked(content: Content, findings: Findings, claims: Sequence[Statement], here: Sequence[Statement]) -> bool:
    """Whether only an open question asks about exactly what one of these claims says. Then other answers don't prove
    it: that most customers pay once doesn't mean that no one has a subscription.
    """
    still_open = {each.question for each in findings.needs_answer}
    known = {each.source for each in here if each.side in TRUE_SIDES and each.evidence != "guess"}
    asking = (
        {each.id for side in TRUE_SIDES for each in content.speakers.get((side, claim.tag), ())} for claim in claims
    )
    return any(not still_open.isdisjoint(each) and known.isdisjoint(each) for each in asking)


def _is_untrue_elsewhere(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether a proven mismatch on another topic quotes a published line that makes one of these claims."""
    proven = (each for each in findings.mismatches if each.verdict == "contradiction")
    quoted = {row for found in proven for row in (found.promise, *found.promises) if row}
    return not quoted.isdisjoint(map(_promise_of, claims))


def _standing(
    findings: Findings, claims: Sequence[Statement], broken: Sequence[Mismatch], *, known: bool
) -> tuple[Claimed, str]:
    for mismatch in findings.mismatches:
        if any(statement in mismatch.statements for statement in claims):
            return mismatch.verdict, mismatch.id
    for mismatch in findings.accepted:
        if any(statement in mismatch.statements for statement in claims):
            return "accepted", mismatch.id
    if broken:
        return _as_sure(broken[0]), broken[0].id
    if not claims:
        return "", ""
    if not_kept := _open(findings, claims):
        return _as_sure(not_kept), not_kept.id
    return ("agrees" if known else "guessed"), ""


def _as_sure(count: Mismatch) -> Verdict:
    """How sure it is that one claim of a counted promise is untrue. If the promise makes claims on several topics,
    another claim may be the untrue one.
    """
    return count.verdict if len(count.claimed) < 2 else "unproven"


def _contradicted(findings: Findings, claims: Sequence[Statement]) -> set[str]:
    """The claims that a proven mismatch quotes as untrue. If they're only untrue of some channels, the sentences say
    so.
    """
    return {
        each.tag
        for found in findings.mismatches
        if found.verdict == "contradiction"
        for each in found.statements
        if each in claims
    }


def _broken(findings: Findings, claim: Statement) -> Mismatch | None:
    """The proven, leading mismatch that says the promise with this claim isn't kept, by a count or by the terms."""
    of_it = (each for each in findings.mismatches if _could_break(findings, each, claim))
    return next((each for each in of_it if each.check.first and each.verdict == "contradiction"), None)


def _could_break(findings: Findings, count: Mismatch, claim: Statement) -> bool:
    """Whether a count of a promise could be about this claim. It isn't if the mismatch that explains the count quotes
    other claims of the promise, but not this one.
    """
    if not count.promise or claim.subject != ("promise", count.promise):
        return False
    reason = findings.found(count.under) if count.under else None
    said = reason.statements if reason and not reason.promise else ()
    meant = {each.topic for each in said if each.source == CLAIMS and each.subject == claim.subject}
    return not meant or claim.topic in meant


def _is_not_delivered(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether what is delivered contradicts one of these claims. Then terms that say the same prove nothing."""
    return any(
        mismatch.verdict == "contradiction"
        and not set(claims).isdisjoint(mismatch.statements)
        and {statement.side for statement in mismatch.statements} == {"say", "deliver"}
        for mismatch in findings.mismatches
        if not mismatch.promise
    )


def _is_in_doubt(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether a promise with one of these claims isn't kept, and no mismatch says why. Then what is delivered is
    unknown.
    """
    told = [each for each in findings.mismatches if each.verdict == "contradiction"]
    if any(not each.promise and not set(claims).isdisjoint(each.statements) for each in told):
        return False
    broken = {("promise", each.promise) for each in told if each.promise}
    return any(claim.subject in broken for claim in claims)


def _open(findings: Findings, claims: Sequence[Statement]) -> Mismatch | None:
    """The first open count of a promise, on any topic, that could be about one of these claims."""
    return next(
        (each for each in findings.mismatches if any(_could_break(findings, each, claim) for claim in claims)), None
    )


PERSON, FIRST, WE = "identity.person", "i", "we"
"""The question that asks whether the founder writes as *I* or *we*, and its two answers."""

_WE = re.compile(r"\b(?:we|our|us|we['’]\w+)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|my|me|I['’]\w+)\b")
_TO_WE = (
    (re.compile(r"\bI['’]m\b"), "we're"),
    (re.compile(r"\bI['’](?=\w)"), "we'"),
    (re.compile(r"\bI\b"), "we"),
    (re.compile(r"\bmyself\b"), "ourselves"),
    (re.compile(r"\bMy\b"), "Our"),
    (re.compile(r"\bmy\b"), "our"),
    (re.compile(r"\bme\b"), "us"),
)
_STARTS = re.compile(r"(?:^|(?<=[.!?] ))we")
GROUP = "{group|"
"""How the placeholder for the name of the founder's only group begins."""
_GROUP = re.compile(r"\{group\|([^{}]*)\}")
LONGEST_NAME = 30
"""The most characters of a group's name that fit into a sentence to publish."""


def says_we(audit: Audit) -> bool:
    """Whether the founder writes as *we*: as answered, else if their promises say *we* and never *I*."""
    asked = audit.answers.get(PERSON)
    if asked and asked.state == "given" and asked.value in (FIRST, WE):
        return asked.value == WE
    words = " ".join(row.text("words") for row in audit.of("promise") if not row.is_inactive)
    return bool(_WE.search(words)) and not _I.search(words)


def in_own_words(audit: Audit, phrase: str) -> str:
    """A phrase as this founder would publish it: in their person, with the name of their only group of customers.

    `{group|people like you}` in a phrase becomes that name, or the words after the bar if the name isn't clear.
    """
    phrase = _in_person(phrase, we=says_we(audit))
    return _GROUP.sub(lambda blank: group_name(audit) or blank.group(1), phrase)


def _in_person(text: str, *, we: bool) -> str:
    if not we:
        return text
    for pattern, said in _TO_WE:
        text = pattern.sub(said, text)
    return _STARTS.sub("We", text)


WHO, ONE = "identity.who", "one"
"""The question that asks who the offer is made for, and the answer that it is one kind of customer."""


def _is_for_one_group(audit: Audit) -> bool:
    """Whether the offer is for one group only: the founder says so or names one group, and nothing contradicts it."""
    who = audit.answers.get(WHO)
    said = who.value if who and who.state == "given" else ""
    groups = sum(not row.is_inactive for row in audit.of("group"))
    return said in ("", ONE) and groups <= 1 and (said == ONE or groups == 1)


def group_name(audit: Audit) -> str:
    """The name of the only group, as the founder wrote it; empty if there isn't exactly one, or its name is too long
    for a sentence.
    """
    names = [row.text("name").strip() for row in audit.of("group") if not row.is_inactive]
    if len(names) != 1 or not names[0] or len(names[0]) > LONGEST_NAME:
        return ""
    return names[0]
