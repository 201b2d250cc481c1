"""Whether cues find what they are for: every example of every claim, and every near miss."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.content.model import Content
from trueup.reading.reader import Claim, read_words


def prove(content: Content) -> Iterator[str]:
    """What is wrong with the examples, as `file:line: sentence`."""
    for topic in content.topics.values():
        for word, cues in topic.cues.items():
            tag, at = f"{topic.id}.{word}", f"{cues.location.file}:{cues.location.line}"
            for example in cues.match:
                if _found(content, example, tag) is None:
                    yield f"{at}: no cue of {tag} finds “{example}”; add one, or correct the example"
            for example in cues.miss:
                if claim := _found(content, example, tag):
                    said = f"“{claim.words}” is found by the cue “{claim.cue}”"
                    yield f"{at}: “{example}” is no claim of {tag}, but {said}; make it narrower, or add a not"


def missing(content: Content) -> Iterator[str]:
    """Claims that have no cues, and don't say why none can exist."""
    for topic in content.topics.values():
        for word in topic.claims:
            if word not in topic.cues:
                at = f"{topic.location.file}:{topic.location.line}"
                write = f"write [{word}] under ## Cues, or say there why none can exist: none = “…”"
                yield f"{at}: the claim {topic.id}.{word} has no cues; {write}"


def _found(content: Content, example: str, tag: str) -> Claim | None:
    return next((claim for claim in read_words(content, example).claims if claim.tag == tag), None)
