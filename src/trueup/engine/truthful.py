"""What you can truthfully say today: sentences put together from what is delivered and sold, beside what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from trueup.answers.model import Audit, Row
from trueup.content.model import STAGES, Content, Facet
from trueup.engine.applicability import at_rest, field_applies, is_for
from trueup.engine.judge import mismatches
from trueup.engine.matching import by_position
from trueup.engine.model import Findings, Subject, Voice
from trueup.engine.rules import rules_of
from trueup.engine.shares import channel_shares
from trueup.engine.statements import MEASURED, ask_of, groups_of, voices

Sign = Literal["=", "≠", "≈", "?", "±", ""]
"""How a claim stands to what is true: the verdict's sign, `=` agrees, empty where nothing is claimed."""

SIGNS: dict[str, Sign] = {"contradiction": "≠", "strain": "≈", "unproven": "?"}


@dataclass(frozen=True, slots=True)
class Truth:
    """One facet: what is claimed about it, and the sentence that today's answers support."""

    facet: str
    claims: tuple[Voice, ...]
    sign: Sign
    sentences: tuple[str, ...]
    """What can be said; several where channels differ. Empty: nobody has looked yet, or there is nothing to say."""
    mismatch: str = ""
    """The open or kept mismatch a claim here is part of."""


def truths(content: Content, audit: Audit, findings: Findings) -> tuple[Truth, ...]:
    """Every facet that is claimed or can be spoken of, in the order a page tells things: from first look to leaving."""
    spoken = voices(content, audit)
    by_facet: dict[str, list[Voice]] = {}
    for voice in spoken:
        by_facet.setdefault(voice.facet, []).append(voice)
    found = []
    for facet in sorted(content.facets.values(), key=_on_the_way):
        if not facet.claims and not facet.phrases:
            continue
        here = by_facet.get(facet.id, [])
        claims = tuple(voice for voice in here if voice.side == "say")
        sentences = _sentences(content, audit, facet, spoken, here) if is_for(audit, facet) else ()
        if claims or sentences:
            sign, mismatch = _standing(findings, claims, _is_backed(claims, here) or bool(sentences))
            found.append(Truth(facet.id, claims, sign, sentences, mismatch))
    return tuple(found)


def together(content: Content, told: Sequence[Truth]) -> tuple[str, ...]:
    """The shortest page that is true: every sentence once, a paragraph for each heading of facets.

    A heading stands where its facets stand on the way from first look to leaving, on average.
    """
    on_the_way: dict[str, list[int]] = {}
    for facet in content.facets.values():
        on_the_way.setdefault(facet.heading, []).append(_on_the_way(facet))
    told_of: dict[str, list[str]] = {heading: [] for heading in sorted(on_the_way, key=lambda h: fmean(on_the_way[h]))}
    said: set[str] = set()
    for truth in told:
        fresh = [sentence for sentence in truth.sentences if sentence not in said]
        told_of[content.facets[truth.facet].heading] += fresh
        said.update(fresh)
    return tuple(" ".join(sentences) for sentences in told_of.values() if sentences)


def decided_by(content: Content, findings: Findings, truth: Truth) -> str:
    """The question that would settle an open claim: the guess it rests on, else the first its checks wait for.

    Empty where nothing is open, or where no question asks about it.
    """
    mismatch = findings.found(truth.mismatch)
    if mismatch is not None:
        guesses = [voice for voice in mismatch.voices if voice.evidence == "guess"]
        return ask_of(guesses[0].source) if guesses and mismatch.verdict == "unproven" else ""
    claimed = {("say", voice.tag) for voice in truth.claims}
    asks = (
        waiting.question
        for waiting in findings.waiting
        if any(claimed & content.touches(clash) for clash in waiting.decides)
    )
    return next(asks, "") if truth.sign == "?" else ""


def _on_the_way(facet: Facet) -> int:
    return STAGES.index(facet.stage) if facet.stage else len(STAGES)


def _sentences(
    content: Content, audit: Audit, facet: Facet, spoken: Sequence[Voice], here: Sequence[Voice]
) -> tuple[str, ...]:
    """The phrases of what is delivered, else of what is sold, as far as each could be published without clashing.

    Terms that nothing delivered could show, such as how long somebody is bound, are said beside it: how people leave is
    only half the truth without them. A guess proves nothing, so it says nothing. Where channels differ, what most
    customers meet is said first, and the others by name.
    """
    sure = [voice for voice in here if voice.evidence != "guess"]
    sold = [voice for voice in sure if voice.side == "sell"]
    delivered = [voice for voice in sure if voice.side == "deliver"]
    if any(voice.subject for voice in delivered):  # the paths say it finer than a count over all of them
        delivered = [voice for voice in delivered if not voice.source.startswith(MEASURED)]
    delivered = [voice for voice in delivered if not sold or not _by_default(content, voice) or _is_among(voice, sold)]
    delivered = _one_a_path(content, facet, delivered)
    terms = _everywhere(content, audit, facet, spoken, sold)
    seen = _everywhere(content, audit, facet, spoken, delivered) or _by_channel(
        content, audit, facet, spoken, delivered, terms
    )
    if not seen:
        return terms or _by_channel(content, audit, facet, spoken, sold, ())
    only_sold = [voice for voice in sold if not facet.measures and ("deliver", voice.tag) not in content.speakers]
    return tuple(dict.fromkeys((*_everywhere(content, audit, facet, spoken, only_sold), *seen)))


def _by_default(content: Content, voice: Voice) -> bool:
    """Whether a channel only says it because nothing else was picked there: no news against what the terms say."""
    question = content.questions.get(voice.source)
    return voice.subject is not None and question is not None and voice.tag in question.otherwise


def _is_among(voice: Voice, voices: Sequence[Voice]) -> bool:
    return any(voice.tag == other.tag for other in voices)


def _one_a_path(content: Content, facet: Facet, heard: Sequence[Voice]) -> list[Voice]:
    """Of the steps of one path the one that asks most of people: who must talk first doesn't just find help."""
    order = list(facet.phrases)
    most: dict[Subject, int] = {}
    for voice in heard:
        if voice.subject and _is_step(content, voice) and _word(voice) in order:
            most[voice.subject] = max(most.get(voice.subject, 0), order.index(_word(voice)))
    return [
        voice
        for voice in heard
        if voice.subject not in most
        or not _is_step(content, voice)
        or _word(voice) not in order
        or order.index(_word(voice)) == most[voice.subject]
    ]


def _is_step(content: Content, voice: Voice) -> bool:
    question = content.questions.get(voice.source)
    return question is not None and question.kind == "steps"


def _everywhere(
    content: Content, audit: Audit, facet: Facet, spoken: Sequence[Voice], heard: Sequence[Voice]
) -> tuple[str, ...]:
    """The phrases true of the whole business: said of no channel in particular, or of every channel that was asked."""
    words = [word for word in dict.fromkeys(map(_word, heard)) if word in facet.phrases]
    for word in words:
        saying = [voice for voice in heard if _word(voice) == word]
        paths = {voice.subject.row for voice in saying if voice.subject and voice.subject.kind == "channel"}
        if paths and all(voice.subject for voice in saying) and not _asked(content, audit, saying) <= paths:
            return ()
    return tuple(facet.phrases[word] for word in words if _holds(content, audit, f"{facet.id}.{word}", spoken))


def _asked(content: Content, audit: Audit, saying: Sequence[Voice]) -> set[str]:
    """The channels at work that answered the questions these voices come from, whatever they answered."""
    questions = [content.questions[voice.source] for voice in saying if voice.source in content.questions]
    return {
        row.id
        for row in audit.of("channel")
        for question in questions
        if not at_rest(row)
        and field_applies(content, audit, row, question)
        and (answer := row.fields.get(question.field)) is not None
        and answer.state == "given"
    }


def _by_channel(
    content: Content,
    audit: Audit,
    facet: Facet,
    spoken: Sequence[Voice],
    heard: Sequence[Voice],
    terms: tuple[str, ...],
) -> tuple[str, ...]:
    """One sentence a channel, each true of that channel alone. What most customers meet goes without its name, as long
    as every other channel has a sentence of its own; else what the terms say of the rest goes first."""
    if not heard:
        return ()
    shares = channel_shares(audit)
    paths: dict[str, list[Row]] = {}
    for row in audit.of("channel"):
        words = [_word(v) for v in heard if v.subject and v.subject.row == row.id and _word(v) in facet.phrases]
        if not words:
            continue
        of_it = [v for v in spoken if not _is_of_another(v, row.id) and not v.source.startswith(MEASURED)]
        groups = groups_of(row)
        word = next((word for word in words if _holds(content, audit, f"{facet.id}.{word}", of_it, groups)), None)
        if word is not None and row.id in shares:
            paths.setdefault(facet.phrases[word], []).append(row)
    ranked = sorted(paths, key=lambda phrase: -sum(shares[row.id][0] for row in paths[phrase]))
    if set(shares) <= {row.id for rows in paths.values() for row in rows}:
        return (*ranked[:1], *(_through(paths[phrase], phrase) for phrase in ranked[1:]))
    named = tuple(_through(paths[phrase], phrase) for phrase in ranked if phrase not in terms)
    return (*terms, *named) if named else ()


def _through(rows: Sequence[Row], phrase: str) -> str:
    *first, last = [row.text("name") for row in rows]
    names = f"{', '.join(first)} and {last}" if first else last
    return f"Through {names}: {phrase if phrase.startswith(('I ', 'I’')) else phrase[:1].lower() + phrase[1:]}"


def _is_of_another(voice: Voice, channel: str) -> bool:
    return voice.subject is not None and voice.subject.kind == "channel" and voice.subject.row != channel


def _holds(
    content: Content, audit: Audit, tag: str, spoken: Sequence[Voice], groups: frozenset[str] = frozenset()
) -> bool:
    """Whether this could be published, to these groups or to everyone: as one more claim it must clash with nothing
    that is sold or delivered."""
    claim = Voice(tag, "say", "", "", "record", groups=groups)
    touching = rules_of(content).touched_by.get(("say", tag), ())
    real = [voice for voice in spoken if voice.side != "say"]
    found = mismatches(audit, by_position([*real, claim]), touching)
    return not any(claim in mismatch.voices and mismatch.verdict != "strain" for mismatch in found)


def _word(voice: Voice) -> str:
    return voice.tag.partition(".")[2]


def _is_backed(claims: Sequence[Voice], here: Sequence[Voice]) -> bool:
    """Whether what is claimed is what is sold or delivered, known by more than a guess."""
    claimed = {voice.tag for voice in claims}
    return any(v.tag in claimed for v in here if v.side in ("deliver", "sell") and v.evidence != "guess")


def _standing(findings: Findings, claims: Sequence[Voice], known: bool) -> tuple[Sign, str]:
    for mismatch in findings.mismatches:
        if any(voice in mismatch.voices for voice in claims):
            return SIGNS[mismatch.verdict], mismatch.id
    for mismatch in findings.kept:
        if any(voice in mismatch.voices for voice in claims):
            return "±", mismatch.id
    if not claims:
        return "", ""
    return ("=" if known else "?"), ""
