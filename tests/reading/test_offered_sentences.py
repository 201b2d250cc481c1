"""A page made of the sentences offered as true must contradict none of the answers they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from tests.businesses import business_of, on_each_business, our_content
from tests.together import together

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content
from trueup.engine.causes import FACTS
from trueup.engine.judge import judge, mismatches
from trueup.engine.matching import by_position
from trueup.engine.model import Mismatch, Statement
from trueup.engine.rules import rules_of
from trueup.engine.truthful import truths
from trueup.reading.likely_claims import doubted
from trueup.reading.promises import Read, promises
from trueup.reading.reader import read, read_words
from trueup.reading.sources import pasted

PHRASES = [
    (f"{topic.id}.{word}", phrase)
    for topic in our_content().topics.values()
    for word, phrase in dict.fromkeys(
        (word, phrase)
        for phrases in (topic.phrases, *topic.phrases_for.values())
        for word, phrase in phrases.items()
        if phrase
    )
]
GROUP = re.compile(r"\{group\|([^{}]*)\}")
SUGGESTED = re.compile(r"“([^”]+)”")
FEWEST_WORDS = 5
"""A fix that quotes fewer words names those to be replaced: *Replace “never on sale” with …*."""


@cache
def as_read(text: str) -> Read:
    document = pasted(text)
    return Read(document, doubted(our_content(), read(our_content(), document.blocks)))


def raised_by(content: Content, audit: Audit, texts: Sequence[str]) -> list[str]:
    """The mismatches that these paragraphs would raise if a page with nothing else replaced every promise.

    A tension is left out: a sentence can be true and still cost the founder more than it brings.
    """
    found = promises(content, audit, [as_read(text) for text in texts], day="")
    published = audit.with_rows("promise", [promise.row for promise in found])
    rows = {promise.row.id for promise in found}
    return [
        each.id
        for each in judge(content, published).mismatches
        if each.verdict != "tension"
        and any(said.source == CLAIMS and said.row_of("promise") in rows for said in each.statements)
    ]


@on_each_business
def test_a_page_with_the_sentences_offered_as_true_contradicts_no_answer(business_file: Path, content: Content) -> None:
    audit = business_of(business_file)
    offered = [" ".join(each.sentences) for each in truths(content, audit, judge(content, audit)) if each.sentences]
    assert [(text, found) for text in offered if (found := raised_by(content, audit, [text]))] == []
    assert raised_by(content, audit, offered) == []


def contradicted_by(content: Content, text: str, answers: Sequence[Statement]) -> Iterator[Mismatch]:
    """The mismatches, except tensions, between what is read in a sentence and some answers."""
    claims = {claim.tag for claim in read_words(content, text).claims}
    said = [Statement(tag, "say", "", "", "record") for tag in sorted(claims)]
    touched = [rule for tag in claims for rule in rules_of(content).touched_by.get(("say", tag), ())]
    found = mismatches(content, Audit("", "2026-Q4"), by_position([*answers, *said]), touched)
    return (each for each in found if each.verdict != "tension" and not set(said).isdisjoint(each.statements))


@together("tag, phrase", PHRASES)
def test_no_claim_read_in_a_phrase_contradicts_the_answer_that_it_is_offered_for(
    tag: str, phrase: str, content: Content
) -> None:
    text = GROUP.sub(r"\1", phrase)
    through = text if text[:2] == "I " else f"If you come through the market, {text[:1].lower()}{text[1:]}"
    for said, side in product((text, through), FACTS):
        answer = Statement(tag, side, "", "", "record")
        assert [each.id for each in contradicted_by(content, said, [answer])] == []


def suggested(content: Content) -> Iterator[tuple[str, str]]:
    """Each check that needs published words, with each sentence that a fix of it suggests to publish instead."""
    for check in content.checks.values():
        for fix in check.fixes if any(term.side == "say" for term in check.between) else ():
            for do in (fix.do, *fix.do_for.values()) if fix.move == "say" else ():
                for quoted in SUGGESTED.findall(do):
                    if len(quoted.split()) >= FEWEST_WORDS:
                        yield check.id, quoted


@together("check, text", dict.fromkeys(suggested(our_content())))
def test_a_sentence_that_a_fix_suggests_does_not_raise_the_mismatch_it_solves(
    check: str, text: str, content: Content
) -> None:
    others = [term for term in content.checks[check].between if term.side != "say"]
    for tags in product(*(term.tags for term in others)):
        answers = [Statement(tag, term.side, "", "", "record") for tag, term in zip(tags, others, strict=True)]
        assert check not in {each.check.id for each in contradicted_by(content, text, answers)}
