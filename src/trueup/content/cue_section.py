"""The section of a topic's file that says how pages put its claims: `## Cues`, with a table for each claim."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.content.cue_language import CueError, parse_cue, with_shared_words
from trueup.content.model import ClaimCues
from trueup.content.problems import instead
from trueup.content.section import Part, frozen, quoted

KEYS = ("is", "not", "match", "miss", "none")
SAID = ("is", "match", "miss")
"""What a claim with cues must have: the cues, a sentence each finds, a near miss."""


def is_cues(part: Part) -> bool:
    """Whether a section holds cues, not a check."""
    return part.data.get("cues") is True


def read_cues(part: Part, claims: Mapping[str, object], shared: Mapping[str, str]) -> Mapping[str, ClaimCues]:
    """The cues of a topic by the words of its claims, shared words written out. Everything wrong is noted."""
    read: dict[str, ClaimCues] = {}
    for word, table in part.data.items():
        if word == "cues":
            continue
        if word not in claims:
            part.say(f'"{word}" is no claim of this topic; {instead(word, claims)}', word)
        elif not isinstance(table, dict):
            part.say(f'"{word}" must be a table; write [{word}] on a line of its own', word)
        elif cues := _of_claim(part, word, table, shared):
            read[word] = cues
    return read


def _of_claim(part: Part, word: str, table: Mapping[str, object], shared: Mapping[str, str]) -> ClaimCues | None:
    part.allow_in(table, KEYS, word)
    texts = {key: _texts(part, word, key, table[key]) for key in KEYS[:4] if key in table}
    if "none" in table:
        if not isinstance(table["none"], str) or not table["none"].strip():
            part.say('"none" is why no cue can exist; write a sentence: none = "…"', word, "none")
        if texts:
            part.say(f'"{next(iter(texts))}" stands beside "none"; write one of them', word, next(iter(texts)))
    elif missing := next((key for key in SAID if not texts.get(key)), None):
        why = {
            "is": 'write is = ["no call needed"], or none = "why no cue can exist"',
            "match": "write a sentence in which the cue must be found",
            "miss": "write a sentence close to it that claims something else",
        }[missing]
        part.say(f'"{missing}" is missing; {why}', word, missing)
    for key in ("is", "not"):
        written: list[str] = []
        for cue in texts.get(key, ()):
            try:
                written.append(with_shared_words(cue, shared))
                parse_cue(written[-1])
            except CueError as error:
                part.say(f"the cue {quoted(cue)}: {error}", word, key, word=cue)
        if written:
            texts[key] = tuple(written)
    values = {
        "cues": texts.get("is", ()),
        "never": texts.get("not", ()),
        "match": texts.get("match", ()),
        "miss": texts.get("miss", ()),
        "none": frozen(table.get("none", "")),
        "location": {"file": part.file, "line": part.fence.line_of(word)},
    }
    return part.build(ClaimCues, values, {"cues": "is", "never": "not"})


def _texts(part: Part, word: str, key: str, given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(text, str) and text.strip() for text in given):
        twice = next((text for nth, text in enumerate(given) if text in given[:nth]), None)
        if twice:
            part.say(f"{quoted(twice)} stands twice; write it once", word, key, word=twice)
        return tuple(given)
    part.say(f'"{key}" must be a list of texts; write {key} = ["…"]', word, key)
    return ()
