"""Which claims the checklist of a promise offers: those that something in this kind of business can be held against."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from trueup.answers.model import Audit
from trueup.content.model import Content, Facet
from trueup.engine.asking import choices, is_for


def claims(content: Content, audit: Audit, ticked: Collection[str] = ()) -> Iterator[tuple[Facet, dict[str, str]]]:
    """The facets in order, each with its claims as tag → label. A claim that is ticked stays, whatever the kind."""
    heard = _heard(content, audit)
    for facet in content.facets.values():
        tags = {f"{facet.id}.{word}": label for word, label in facet.claims.items()}
        offered = {tag: label for tag, label in tags.items() if facet.id in heard or tag in ticked}
        if offered:
            yield facet, offered


def _heard(content: Content, audit: Audit) -> frozenset[str]:
    """The facets on which another side than *say* can be heard here."""
    tags = {
        tag
        for question in content.questions.values()
        if question.side not in (None, "say") and is_for(audit, question)
        for tag in (
            *(tag for choice in choices(audit, question) for tag in choice.stands),
            *(band.tag for band in question.bands),
            *question.otherwise,
        )
    }
    measured = {facet.id for facet in content.facets.values() if facet.measures}
    return frozenset({tag.partition(".")[0] for tag in tags} | measured)
