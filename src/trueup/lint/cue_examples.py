"""Whether cues find what they are for: every example of every claim, and every near miss."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.content.model import Content
from trueup.reading.reader import read_words


def prove(content: Content, *, all_claims: bool = False) -> Iterator[str]:
    """What is wrong with the examples, as `file:line: sentence`. With `all_claims` each claim needs cues, or a reason
    why none can exist.
    """
    for topic in content.topics.values():
        for word, cues in topic.cues.items():
            tag = f"{topic.id}.{word}"
            at = f"{cues.location.file}:{cues.location.line}"
            for example in cues.match:
                if all(claim.tag != tag for claim in read_words(content, example).claims):
                    yield f"{at}: no cue of {tag} finds “{example}”; add one, or correct the example"
            for example in cues.miss:
                found = next((claim for claim in read_words(content, example).claims if claim.tag == tag), None)
                if found:
                    said = f"“{found.words}” is found by the cue “{found.cue}”"
                    yield f"{at}: “{example}” is no claim of {tag}, but {said}; make it narrower, or add a not"
        if all_claims:
            for word in topic.claims:
                if word not in topic.cues:
                    where = f"{topic.location.file}:{topic.location.line}"
                    write = f"write [{word}] under ## Cues, or say there why none can exist: none = “…”"
                    yield f"{where}: the claim {topic.id}.{word} has no cues; {write}"
