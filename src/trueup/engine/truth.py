"""What you can truthfully say today: sentences put together from what is delivered and sold, beside what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trueup.answers.model import Audit
from trueup.content.model import STAGES, Content, Facet
from trueup.engine.measures import channel_shares
from trueup.engine.model import Findings, Voice
from trueup.engine.voices import voices

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
        here = [voice for voice in spoken if voice.facet == facet.id]
        claims = tuple(voice for voice in here if voice.side == "say")
        sentences = _sentences(audit, facet, here)
        if claims or sentences:
            sign, mismatch = _standing(findings, claims, sentences)
            found.append(Truth(facet.id, claims, sign, sentences, mismatch))
    return tuple(found)


def together(told: Sequence[Truth]) -> str:
    """The shortest page that is true: every sentence once, in order."""
    return " ".join(dict.fromkeys(sentence for truth in told for sentence in truth.sentences))


def _on_the_way(facet: Facet) -> int:
    return STAGES.index(facet.stage) if facet.stage else len(STAGES)


def _sentences(audit: Audit, facet: Facet, here: Sequence[Voice]) -> tuple[str, ...]:
    """The phrases of what is delivered, else of what is sold. A guess proves nothing, so it says nothing."""
    for side in ("deliver", "sell"):
        sure = [v for v in here if v.side == side and v.evidence != "guess" and _word(v) in facet.phrases]
        if sure:
            return _by_channel(audit, facet, sure)
    return ()


def _by_channel(audit: Audit, facet: Facet, sure: Sequence[Voice]) -> tuple[str, ...]:
    """One sentence where all channels are alike; else what most customers meet first, the others by channel."""
    shares = channel_shares(audit)

    def weight(word: str) -> float:
        taking = [v for v in sure if _word(v) == word]
        if any(v.subject is None for v in taking):
            return 1.0
        return sum(shares.get(v.subject.row, (0.0, True))[0] for v in taking if v.subject)

    words = sorted(dict.fromkeys(map(_word, sure)), key=weight, reverse=True)
    said = [facet.phrases[words[0]]]
    for word in words[1:]:
        for voice in sure:
            row = audit.row("channel", voice.subject.row) if voice.subject else None
            if _word(voice) == word and row is not None:
                said.append(f"Through {row.text('name')}: {_lowered(facet.phrases[word])}")
    return tuple(dict.fromkeys(said))


def _lowered(sentence: str) -> str:
    """A sentence after a colon; “I” stays what it is."""
    return sentence if sentence.startswith(("I ", "I’", "I'")) else sentence[:1].lower() + sentence[1:]


def _word(voice: Voice) -> str:
    return voice.tag.partition(".")[2]


def _standing(findings: Findings, claims: Sequence[Voice], sentences: Sequence[str]) -> tuple[Sign, str]:
    for mismatch in findings.mismatches:
        if any(voice in mismatch.voices for voice in claims):
            return SIGNS[mismatch.verdict], mismatch.id
    for mismatch in findings.kept:
        if any(voice in mismatch.voices for voice in claims):
            return "±", mismatch.id
    if not claims:
        return "", ""
    return ("=" if sentences else "?"), ""
