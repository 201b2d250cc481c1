"""What you can truthfully say today: sentences put together from what is delivered and sold, beside what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from trueup.answers.model import Audit, Row
from trueup.content.model import STAGES, Content, Facet
from trueup.engine.judge import by_position, mismatches
from trueup.engine.measures import channel_shares
from trueup.engine.model import Findings, Voice
from trueup.engine.voices import MEASURED, ask_of, voices

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
    found = []
    for facet in sorted(content.facets.values(), key=_on_the_way):
        if not facet.claims and not facet.phrases:
            continue
        here = [voice for voice in spoken if voice.facet == facet.id]
        claims = tuple(voice for voice in here if voice.side == "say")
        sentences = _sentences(content, audit, facet, spoken)
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


def _sentences(content: Content, audit: Audit, facet: Facet, spoken: Sequence[Voice]) -> tuple[str, ...]:
    """The phrases of what is delivered, else of what is sold, as far as each could be published without clashing.

    A guess proves nothing, so it says nothing. Where channels differ, what most customers meet is said first, and the
    others by name.
    """
    for side in ("deliver", "sell"):
        sure = [
            voice
            for voice in spoken
            if voice.facet == facet.id
            and voice.side == side
            and voice.evidence != "guess"
            and _word(voice) in facet.phrases
        ]
        if any(voice.subject for voice in sure):  # the paths say it finer than a count over all of them
            sure = [voice for voice in sure if not voice.source.startswith(MEASURED)]
        said = _everywhere(content, audit, facet, spoken, sure) or _by_channel(content, audit, facet, spoken, sure)
        if said:
            return said
    return ()


def _everywhere(
    content: Content, audit: Audit, facet: Facet, spoken: Sequence[Voice], sure: Sequence[Voice]
) -> tuple[str, ...]:
    """The phrases true of the whole business: said of no channel in particular, or of every channel that was asked."""
    asked = {voice.subject for voice in sure if voice.subject}
    whole = [
        word
        for word in dict.fromkeys(map(_word, sure))
        if asked <= {v.subject for v in sure if _word(v) == word}
        or any(not v.subject for v in sure if _word(v) == word)
    ]
    if len(whole) < len(set(map(_word, sure))):
        return ()
    return tuple(facet.phrases[word] for word in whole if _holds(content, audit, f"{facet.id}.{word}", spoken))


def _by_channel(
    content: Content, audit: Audit, facet: Facet, spoken: Sequence[Voice], sure: Sequence[Voice]
) -> tuple[str, ...]:
    """One sentence a channel, each true of that channel alone; what most customers meet goes without its name."""
    shares = channel_shares(audit)
    paths: dict[str, list[Row]] = {}
    for row in audit.of("channel"):
        of_it = [v for v in spoken if not _is_of_another(v, row.id) and not v.source.startswith(MEASURED)]
        words = dict.fromkeys(_word(v) for v in sure if v.subject and v.subject.row == row.id)
        word = next((word for word in words if _holds(content, audit, f"{facet.id}.{word}", of_it)), None)
        if word is not None and row.id in shares:
            paths.setdefault(facet.phrases[word], []).append(row)
    ranked = sorted(paths, key=lambda phrase: -sum(shares[row.id][0] for row in paths[phrase]))
    return tuple(phrase if phrase == ranked[0] else _through(paths[phrase], phrase) for phrase in ranked)


def _through(rows: Sequence[Row], phrase: str) -> str:
    *first, last = [row.text("name") for row in rows]
    names = f"{', '.join(first)} and {last}" if first else last
    return f"Through {names}: {phrase if phrase.startswith(('I ', 'I’')) else phrase[:1].lower() + phrase[1:]}"


def _is_of_another(voice: Voice, channel: str) -> bool:
    return voice.subject is not None and voice.subject.kind == "channel" and voice.subject.row != channel


def _holds(content: Content, audit: Audit, tag: str, spoken: Sequence[Voice]) -> bool:
    """Whether this could be published: as one more claim it must clash with nothing that is sold or delivered."""
    claim = Voice(tag, "say", "", "", "record")
    touching = [clash for clash in content.clashes.values() if ("say", tag) in content.touches(clash.id)]
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
