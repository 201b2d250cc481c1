"""The phrases that can be published for what is sold and delivered, for the whole business or for some channels, and
which answers are worth one: those about everyone that nothing proven makes half the truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, Content, Side, Topic
from trueup.engine.agreeing import PAYERS, TOUCHED
from trueup.engine.applicability import field_applies
from trueup.engine.causes import FACTS
from trueup.engine.judge import mismatches
from trueup.engine.matching import by_position
from trueup.engine.model import MAIN, Findings, Statement, Subject
from trueup.engine.reach import channel_shares
from trueup.engine.rules import Position, rules_of
from trueup.engine.statements import MEASURED, groups_of, statements
from trueup.engine.things import is_about_the_offer

SILENCING: tuple[Side, ...] = (*FACTS, "believe")
"""The sides beside which a phrase may be untrue: also what the founder plans, which soon is what customers get."""


class Spoken:
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


def sentences_on(
    content: Content, audit: Audit, topic: Topic, spoken: Spoken, here: Sequence[Statement]
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
    in_terms = {statement.tag for statement in sold}
    delivered = [
        statement
        for statement in delivered
        if not (statement.source.startswith(MEASURED) and (is_precise or (sold and said - {statement.tag})))
        and not (sold and by_default(content, statement) and statement.tag not in in_terms)
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


def _is_narrowed(topic: Topic, statement: Statement, here: Sequence[Statement]) -> bool:
    """Whether a published claim admits a condition or a limit that the phrase for this statement would leave out."""
    claimed = {each.word for each in here if each.side == "say"}
    narrow = claimed & set(topic.admits)
    return bool(narrow) and statement.word not in (claimed | set(topic.admits))


def by_default(content: Content, statement: Statement) -> bool:
    """Whether a statement about a channel only follows from what wasn't picked; then the terms count instead."""
    question = content.questions.get(statement.source)
    return statement.subject is not None and question is not None and statement.tag in question.otherwise


def _one_a_path(content: Content, topic: Topic, heard: Sequence[Statement]) -> list[Statement]:
    """The statements with only one step for each channel: the step that demands most of people. For example, where
    people must talk first, nothing is said about help.
    """
    order = list(topic.phrases)
    most: dict[Subject, int] = {}
    for statement in heard:
        if statement.subject and _is_step(content, statement) and statement.word in order:
            most[statement.subject] = max(most.get(statement.subject, 0), order.index(statement.word))
    return [
        statement
        for statement in heard
        if statement.subject not in most
        or not _is_step(content, statement)
        or statement.word not in order
        or order.index(statement.word) == most[statement.subject]
    ]


def _is_step(content: Content, statement: Statement) -> bool:
    question = content.questions.get(statement.source)
    return question is not None and question.kind == "steps"


def _everywhere(
    content: Content, audit: Audit, topic: Topic, spoken: Spoken, heard: Sequence[Statement]
) -> tuple[str, ...]:
    """The phrases that are true of the whole business: said about no particular channel, or about every channel asked.
    Empty if one of them is only true of some channels.
    """
    words = [word for word in dict.fromkeys(each.word for each in heard) if word in topic.phrases]
    for word in words:
        saying = [statement for statement in heard if statement.word == word]
        channels = set(filter(None, (statement.row_of("channel") for statement in saying)))
        is_of_all = f"{topic.id}.{word}" in EVERYWHERE
        if channels and all(statement.subject for statement in saying):
            if not _asked(content, audit, saying, has_answered=not is_of_all) <= channels:
                return ()
            if is_of_all and len(channels) < COMPARED:
                return ()
    can_be_said = (word for word in words if _can_be_said(content, audit, f"{topic.id}.{word}", spoken))
    return tuple(in_first_person(audit, topic.phrases[word]) for word in can_be_said)


def _asked(content: Content, audit: Audit, saying: Sequence[Statement], *, has_answered: bool = True) -> set[str]:
    """The active channels that answered the questions behind these statements; or all that are asked."""
    questions = [content.questions[statement.source] for statement in saying if statement.source in content.questions]
    return {
        row.id
        for row in audit.of("channel")
        for question in questions
        if not row.is_inactive
        and is_about_the_offer(row)
        and field_applies(content, audit, row, question)
        and (not has_answered or ((answer := row.fields.get(question.field)) is not None and answer.state == "given"))
    }


def _by_channel(
    content: Content, audit: Audit, topic: Topic, spoken: Spoken, heard: Sequence[Statement], terms: tuple[str, ...]
) -> tuple[str, ...]:
    """Sentences that are each true of some channels only, and that name them. If every channel has one, the sentence
    for most customers is said without a name. Otherwise, what the terms say about the rest comes first.
    """
    about_it = {row.id for row in audit.of("channel") if is_about_the_offer(row)}
    shares = {channel: share for channel, share in channel_shares(audit).items() if channel in about_it}
    named = [each for each in heard if each.word in topic.phrases and each.tag not in EVERYWHERE]
    channels: dict[str, list[Row]] = {}
    obvious: set[str] = set()
    for row in audit.of("channel"):
        tags = (each.tag for each in named if each.subject and each.subject.row == row.id)
        tag = next((tag for tag in tags if _can_be_said(content, audit, tag, spoken, row)), None)
        if tag is not None and row.id in shares:
            phrase = in_first_person(audit, topic.phrases[tag.partition(".")[2]])
            channels.setdefault(phrase, []).append(row)
            if tag in OBVIOUS:
                obvious.add(phrase)
    ranked = sorted(channels, key=lambda phrase: -sum(shares[row.id][0] for row in channels[phrase]))
    if set(shares) <= {row.id for rows in channels.values() for row in rows}:
        others = (phrase for phrase in ranked[1:] if phrase not in obvious)
        return (*ranked[:1], *(_through(audit, channels[phrase], phrase) for phrase in others))
    others = (phrase for phrase in ranked if phrase not in terms and phrase not in obvious)
    apart = tuple(_through(audit, channels[phrase], phrase) for phrase in others)
    return (*terms, *apart) if apart else ()


EVERYWHERE = frozenset({"partner.same"})
"""Positions whose phrase is about all channels together: not said of one, nor while one of them is open."""
COMPARED = 2
"""The fewest channels that can be compared."""

OBVIOUS = frozenset({"start.ask", "advice.personal"})
"""Positions whose phrase no one needs to be told of one channel only: at a market stall, people ask anyway."""

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


def _can_be_said(content: Content, audit: Audit, tag: str, spoken: Spoken, channel: Row | None = None) -> bool:
    """Whether a claim could be published, to everyone or to a channel's audience: it must not conflict with anything
    sold, delivered or planned, or say more than the answers do.
    """
    topic, _, word = tag.partition(".")
    if GROUP in content.topics[topic].phrases[word] and not (is_for_one_group(audit) and group_name(audit)):
        return False
    if any(
        each.about in ("", MAIN) or each.subject is None
        for silencing in content.topics[topic].phrases_unless.get(word, ())
        for side in SILENCING
        for each in spoken.taking((side, silencing), channel.id if channel else "")
    ):
        return False
    return not _is_untrue(content, audit, tag, spoken, channel)


def untrue_claims(content: Content, audit: Audit, tags: Iterable[str]) -> frozenset[str]:
    """Those of some claims that conflict with what is sold or delivered, whoever published them."""
    spoken = Spoken(statements(content, audit))
    return frozenset(tag for tag in tags if _is_untrue(content, audit, tag, spoken))


def _is_untrue(content: Content, audit: Audit, tag: str, spoken: Spoken, channel: Row | None = None) -> bool:
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


# Which answers are worth a phrase ------------------------------------------------------------


def of_everyone(audit: Audit, here: Sequence[Statement]) -> list[Statement]:
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


def without_the_unsayable(topic: Topic, here: Sequence[Statement], findings: Findings) -> list[Statement]:
    """The statements on a topic, without the answers that a proven mismatch quotes for something no phrase can say,
    such as a refused refund. A phrase for what else was picked in such an answer would hide that.
    """
    quoted = (each for found in findings.proven for each in found.statements)
    hidden = {
        (each.source, each.subject)
        for each in quoted
        if each.topic == topic.id and each.side in FACTS and each.word not in topic.phrases
    }
    return [each for each in here if each.side == "say" or (each.source, each.subject) not in hidden]


WHO_PAYS = frozenset(PAYERS) - {"ads"}
"""Topics about who else pays, and for what. If one of them is in a contradiction, no sentence on the others or on ads
is offered: that advertisers pay at all is half the truth then."""


def touched_topics(findings: Findings) -> frozenset[str]:
    """Topics on which nothing is offered, because a proven mismatch on another topic is about the same matter."""
    proven = findings.proven
    taken = {name for found in proven for each in found.statements for name in (each.tag, each.topic)}
    taken |= {found.check.topic for found in proven}
    payers = frozenset(PAYERS) if not taken.isdisjoint(WHO_PAYS) else frozenset[str]()
    return (payers | {other for each in taken for other in TOUCHED.get(each, ())}) - taken


def worth_saying(
    topic: Topic, facts: Sequence[Statement], claims: Sequence[Statement], touched: frozenset[str]
) -> list[Statement]:
    """The facts whose phrase someone would ask for; none if a mismatch on another topic touches this one."""
    if topic.id in touched:
        return []
    return [each for each in facts if claims or each.word not in topic.if_claimed]


NEEDS_TERMS = frozenset({"entry.trial"})
"""Positions that a step doesn't prove: what people try there may be a sample, and not what they pay for."""


LOOSE = {"start.talk": (f"{MEASURED}customer.started", "channel.conditions")}
"""Position → sources that take it for more than its phrase says: *had to call* is also chosen for a visit or a quote,
and one choice speaks of a call, a demo or a visit."""


def backed_by_terms(content: Content, facts: Sequence[Statement]) -> list[Statement]:
    """The facts, without those that need terms that say the same. If the terms are unknown, that's also true of what
    only follows from a step missing in a channel: a path that shows no call doesn't prove that none is needed.
    """
    sold = {each.tag for each in facts if each.side == "sell" and each.evidence != "guess"}
    return [
        each
        for each in facts
        if (each.tag in sold or each.tag not in NEEDS_TERMS) and (sold or not by_default(content, each))
    ]


def that_contradict(findings: Findings, claims: Sequence[Statement], facts: Sequence[Statement]) -> list[Statement]:
    """If proven mismatches quote these claims, only the facts said in answer to the questions they quote against them.
    What was said elsewhere on the topic may be true, but isn't what the claims should be replaced with.
    """
    sources = {
        each.source
        for found in findings.proven
        if not found.promise and not set(claims).isdisjoint(found.statements)
        for each in found.statements
        if each.side in FACTS
    }
    return [each for each in facts if each.source in sources or not sources]


def is_not_delivered(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether what is delivered contradicts one of these claims. Then terms that say the same prove nothing."""
    return any(
        not mismatch.promise
        and not set(claims).isdisjoint(mismatch.statements)
        and {statement.side for statement in mismatch.statements} == {"say", "deliver"}
        for mismatch in findings.proven
    )


# A phrase as this founder would publish it ---------------------------------------------------

PERSON, FIRST, WE = "identity.person", "i", "we"
"""The question that asks whether the founder writes as *I* or *we*, and its two answers."""

_WE = re.compile(r"\b(?:we|our|us|we['’]\w+)\b", re.IGNORECASE)

_I = re.compile(r"\b(?:I|my|me|I['’]\w+)\b")

_TO_WE = {"I'm": "we're", "I'": "we'", "I": "we", "myself": "ourselves", "My": "Our", "my": "our", "me": "us"}
_OF_ME = re.compile(r"\b(?:I['’]m\b|I['’](?=\w)|(?:I|myself|My|my|me)\b)")
_STARTS = re.compile(r"(?:^|(?<=[.!?] ))we")

GROUP = "{group|"
"""How the placeholder for the name of the founder's only group begins."""

_GROUP = re.compile(r"\{group\|([^{}]*)\}")

LONGEST_NAME = 30
"""The most characters of a group's name that fit into a sentence to publish."""


def says_we(audit: Audit) -> bool:
    """Whether the founder writes as *we*: as answered, else if their promises say *we* and never *I*."""
    if (person := audit.text(PERSON)) in (FIRST, WE):
        return person == WE
    words = " ".join(row.text("words") for row in audit.of("promise") if not row.is_inactive)
    return bool(_WE.search(words)) and not _I.search(words)


def in_first_person(audit: Audit, phrase: str) -> str:
    """A phrase as this founder would publish it: in their person, with the name of their only group of customers.

    `{group|people like you}` in a phrase becomes that name, or the words after the bar if the name isn't clear.
    """
    if says_we(audit):
        phrase = _OF_ME.sub(lambda mine: _TO_WE[mine[0].replace("’", "'")], phrase)
        phrase = _STARTS.sub("We", phrase)
    return _GROUP.sub(lambda blank: group_name(audit) or blank.group(1), phrase)


def phrases_of(audit: Audit, topic: Topic, words: Iterable[str]) -> set[str]:
    """The phrases for these positions on a topic, as this founder would publish them."""
    return {in_first_person(audit, topic.phrases[word]) for word in words if word in topic.phrases}


WHO, ONE = "identity.who", "one"
"""The question that asks who the offer is made for, and the answer that it is one kind of customer."""


def is_for_one_group(audit: Audit) -> bool:
    """Whether the offer is for one group only: the founder says so or names one group, and nothing contradicts it."""
    said = audit.text(WHO)
    groups = sum(not row.is_inactive for row in audit.of("group"))
    return said in ("", ONE) and groups <= 1 and (said == ONE or groups == 1)


def group_name(audit: Audit) -> str:
    """The name of the only group; empty if there isn't exactly one, or if it's too long for a sentence."""
    names = [row.text("name").strip() for row in audit.of("group") if not row.is_inactive]
    return names[0] if len(names) == 1 and len(names[0]) <= LONGEST_NAME else ""
