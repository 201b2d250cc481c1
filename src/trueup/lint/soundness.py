"""Whether screens/ makes sense as a whole: what `trueup lint` says beyond what can be seen in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trueup.content.model import AREAS, KIND_QUESTION, ROW_KINDS, SIDES, Clash, Content, Place, Question, Side
from trueup.engine.applicability import ROWS_WANTED, SECONDS, SECONDS_A_ROW, asked_of, fits
from trueup.engine.fixes import tried_fixes
from trueup.engine.gates import GATE_FACETS
from trueup.engine.judge import judge
from trueup.engine.measures import MEASURES
from trueup.lint.smallest_business import witness

QUESTION, CHOICE = 140, 70
"""The most characters of a question and of an answer to it: what is read in one go on a small screen."""


def lint(content: Content) -> list[str]:
    """Every weakness, as `file:line: sentence`, in the order of the files; empty when screens/ is sound."""
    return [*_questions(content), *_facets(content), *_clashes(content), *_measures(content), *_said_twice(content)]


def tally(content: Content) -> dict[str, int]:
    """What screens/ holds and asks of a founder: counts per kind, and minutes for the essentials and for all."""
    rows = sum(count * SECONDS_A_ROW for kind, count in ROWS_WANTED.items() if kind in content.screens)
    areas = [question for area in AREAS if area in content.screens for question in content.of(area)]
    essential = [question for question in areas if question.essential]
    return {
        "questions": len(content.questions),
        "essentials": len(essential),
        "facets": len(content.facets),
        "clashes": len(content.clashes),
        "fixes": sum(len(clash.fixes) for clash in content.clashes.values()),
        "minutes for the essentials": -(-(sum(SECONDS.get(q.kind, SECONDS_A_ROW) for q in essential) + rows) // 60),
        "minutes for everything": -(-(sum(SECONDS.get(q.kind, SECONDS_A_ROW) for q in areas) + rows) // 60),
    }


def met(content: Content) -> dict[str, tuple[int, int]]:
    """Kind of business → the fewest and the most questions of the four areas that one of it is asked."""
    kinds = content.questions[KIND_QUESTION].choices if KIND_QUESTION in content.questions else ()
    return {kind.key: _met(content, kind.key) for kind in kinds}


def _met(content: Content, kind: str) -> tuple[int, int]:
    areas = [question for area in AREAS if area in content.screens for question in content.of(area)]
    asked = [question for question in areas if asked_of(content, kind, question)]

    def most(question: Question) -> int:
        """This one, and what hangs on whichever of its answers leads to most."""
        hanging = [other for other in asked if other.asked_if and other.asked_if.question == question.id]
        answers = [choice.key for choice in question.choices if fits(kind, choice)] if hanging else []
        more = (sum(most(o) for o in hanging if o.asked_if and key in o.asked_if.values) for key in answers)
        return 1 + max(more, default=0)

    always = [question for question in asked if question.asked_if is None]
    return len(always), sum(map(most, always))


def heard_from(content: Content, facet: str) -> set[Side]:
    """The sides that can take a position on a facet."""
    sides = {side for side, tag in content.speakers if tag.partition(".")[0] == facet}
    counted = [tag for measure in MEASURES.values() if measure.is_in(content) for tag in measure.tags]
    if any(tag.partition(".")[0] == facet for tag in counted):
        sides.add("deliver")
    return sides


def _at(place: Place, sentence: str) -> str:
    return f"{place.file}:{place.line}: {sentence}"


def _questions(content: Content) -> Iterator[str]:
    for question in content.questions.values():
        if not question.why and question.home not in ROW_KINDS:
            yield _at(question.place, f"{question.id} doesn't say why it is asked; add a paragraph “Why we ask: …”")
        asked = [(text, QUESTION) for text in (question.text, *question.wording.values())]
        for text, most in (*asked, *((choice.label, CHOICE) for choice in question.choices)):
            if len(text) > most:
                yield _at(question.place, f"“{text}” has {len(text)} characters; write at most {most}")


def _facets(content: Content) -> Iterator[str]:
    for facet in content.facets.values():
        heard = heard_from(content, facet.id)
        if len(heard) < 2 and facet.id not in GATE_FACETS:
            sides = ", ".join(side for side in SIDES if side in heard) or "nobody"
            yield _at(facet.place, f"{facet.id} is heard from {sides} only; nothing can clash on it")


def _clashes(content: Content) -> Iterator[str]:
    for clash in content.clashes.values():
        shown = witness(content, clash)
        if shown is None:
            yield _at(clash.place, f"{clash.id} can't be reached: no answers make every side take its position")
            continue
        audit, _ = shown
        findings = judge(content, audit)
        mismatch = findings.mismatch(clash.id)
        if mismatch is None:
            continue
        for tried in tried_fixes(content, audit, findings, mismatch):
            if tried.value < 0:
                opened = ", ".join(tried.opens)
                yield _at(clash.place, f"{clash.id}: “{tried.fix.do}” opens more than it clears ({opened})")
            if tried.outcome == "not enough alone":
                yield _at(clash.place, f"{clash.id}: “{tried.fix.do}” leaves the clash standing")
        yield from _targets(content, clash)


def _targets(content: Content, clash: Clash) -> Iterator[str]:
    for fix in clash.fixes:
        if fix.move is None or fix.to is None or (fix.move, fix.to) in content.speakers:
            continue
        if not any(fix.to in measure.tags for measure in MEASURES.values() if fix.move == "deliver"):
            yield _at(
                clash.place, f"{clash.id}: no answer of the {fix.move} side stands for {fix.to}, where a fix moves it"
            )


def _measures(content: Content) -> Iterator[str]:
    for facet in content.facets.values():
        for name in facet.measures:
            if name not in MEASURES:
                yield _at(facet.place, f"{facet.id} names the measure {name}, which doesn't exist")
    for name, measure in MEASURES.items():
        for tag in measure.tags:
            facet_id, _, word = tag.partition(".")
            known = content.facets.get(facet_id)
            if measure.is_in(content) and known is not None and word not in known.positions:
                yield _at(known.place, f"the measure {name} can say {tag}, which is no position of {facet_id}")


def _said_twice(content: Content) -> Iterator[str]:
    """No advice twice, no question twice."""
    texts = [(question.place, question.text) for question in content.questions.values()]
    texts += [(question.place, question.why) for question in content.questions.values() if question.why]
    texts += [(clash.place, fix.do) for clash in content.clashes.values() for fix in clash.fixes]
    texts += [(clash.place, clash.why) for clash in content.clashes.values()]
    count = Counter(text.casefold() for _, text in texts)
    for place, text in texts:
        if count[text.casefold()] > 1:
            yield _at(place, f"“{text}” is said more than once")
