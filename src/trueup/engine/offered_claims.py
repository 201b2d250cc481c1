"""The claims that a checklist offers: those that can be compared with something in this kind of business."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from trueup.answers.model import Audit
from trueup.content.model import SIDES, Check, Content, Side, Term, Topic
from trueup.engine.applicability import asked_of, business_kind, fits
from trueup.engine.measures import MEASURES

Spoken = frozenset[tuple[Side, str]]
"""Every side and position that a kind of business can take."""


def claims(content: Content, audit: Audit, ticked: Collection[str] = ()) -> Iterator[tuple[Topic, dict[str, str]]]:
    """The topics in order, each with its claims as tag → label.

    While the kind of business is unanswered, all claims are offered; a ticked claim stays, whatever the kind.
    """
    kind = business_kind(audit)
    judged = _judged(content, kind)
    for topic in content.topics.values():
        tags = {f"{topic.id}.{word}": label for word, label in topic.claims.items()}
        offered = {
            tag: label
            for tag, label in tags.items()
            if tag in ticked or not kind or (fits(kind, topic) and tag in judged)
        }
        if offered:
            yield topic, offered


def _judged(content: Content, kind: str) -> frozenset[str]:
    """The claims that matter to this kind of business: another side could take the same position, a check that can
    apply to this kind uses the claim, or a fix of such a check changes the words to the claim.
    """
    spoken = _spoken(content, kind)
    agreed = {tag for side, tag in spoken if side != "say"}
    checks = [check for check in content.checks.values() if fits(kind, check) and _can_find(content, spoken, check)]
    holding = [check for check in checks if not _asks_only_whether_kept(check)]
    conflicting = {tag for check in holding for side, tag in content.touches(check.id) if side == "say"}
    way_out = {fix.to for check in checks for fix in check.fixes if fix.move == "say" and fix.to}
    return frozenset(agreed | conflicting | way_out)


def could_find(content: Content, kind: str, check: Check) -> bool:
    """Whether a business of this kind can give answers with which every side takes its position of a check."""
    return _can_find(content, _spoken(content, kind), check)


def _can_find(content: Content, spoken: Spoken, check: Check) -> bool:
    return all(_can_be_true(content, spoken, term) for term in check.between)


def _asks_only_whether_kept(check: Check) -> bool:
    """Whether a check only looks at how often a claim was kept, which is asked about every promise."""
    against = [term for term in check.between if term.side not in ("say", "believe")]
    return (
        check.topic != "kept"
        and bool(against)
        and all(tag.startswith("kept.") for term in against for tag in term.tags)
    )


def _can_be_true(content: Content, spoken: Spoken, term: Term) -> bool:
    return any((term.side, tag) in spoken or (term.side == "say" and tag in content.claims) for tag in term.tags)


def _spoken(content: Content, kind: str) -> Spoken:
    """Every position that a question for this kind of business, or a measure over such questions, can take."""
    open_to = {question.id for question in content.questions.values() if asked_of(content, kind, question)}
    spoken = {
        (side, tag)
        for side in SIDES
        for question in content.questions.values()
        if question.side == side and question.id in open_to
        for tag in (
            *(tag for choice in question.choices if fits(kind, choice) for tag in choice.stands),
            *(band.tag for band in question.bands),
            *question.otherwise,
        )
    }
    for measure in MEASURES.values():
        if open_to.issuperset(measure.needs):
            spoken |= {("deliver", tag) for tag in measure.tags}
    return frozenset(spoken)
