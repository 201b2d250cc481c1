"""The founder's own promises that customers got, or that state facts, if they can be published anywhere as they are."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS
from trueup.engine.agreeing import VOWS
from trueup.engine.applicability import ALL_OF_THEM, breaks_its_words, kept_for
from trueup.engine.model import Findings, Mismatch, Statement, listed
from trueup.engine.phrases import touched_topics
from trueup.engine.ranking import VOWED
from trueup.engine.things import is_about_the_offer
from trueup.engine.twins import PARTNER

SPOKEN = "spoken"
"""Where a promise is made that no one can read."""

_POINTING = re.compile(
    r"^(?:attached|enclosed)\b|\b(?:attached|enclosed) (?:is|are|you'll|to this)\b|(?:^|[.;:,] )here (?:is|are)\b"
    r"|\b(?:see|as|listed|named) (?:above|below|overleaf)\b|\bthis (?:e?mail|letter|message|card)\b",
    re.IGNORECASE,
)
"""Words that point to something near the line, such as an attached file."""

_REASON = re.compile(r"(?:\bbecause|\bsince|(?<!long )(?<!soon )(?<!well )\bas|[:;–—] there) (?:I|we)\b", re.IGNORECASE)
"""The beginning of a reason with the founder as its subject: *because I …*."""


_ONLY_A_TIME = re.compile(
    r"(?:by|within|in|from|after|until|before)\b[^,;:.!?]*\b(?:minutes?|hours?|days?|weeks?|months?)\.?", re.IGNORECASE
)
"""A line that only says a time, such as *By the next working day*: elsewhere, no one knows what comes then."""


def kept_lines(audit: Audit, findings: Findings) -> dict[str, str]:
    """Promise id → its words, for each promise about what is sold most that nearly all of the last ten customers got,
    and that can be published anywhere as it is.
    """
    return {
        row.id: words
        for row, words in _publishable(audit, findings)
        if is_about_the_offer(row) and _is_kept(row, words)
    }


def further_lines(audit: Audit, findings: Findings) -> dict[str, str]:
    """Promise id → its words, for kept promises on which no topic speaks: those that make no claim, or only that
    they're about some cases, and those about another thing that is sold, if their words name it. Words without an end
    may be a heading or a tick box, and what's only said aloud may not be meant for everyone. While a contradiction on
    the same topic is open, its fix may end what such a line says.
    """
    disputed = _disputed(findings) - {VOWS}
    return {
        row.id: words
        for row, words in _publishable(audit, findings)
        if words.endswith(END)
        and row.text("where") != SPOKEN
        and _is_kept(row, words)
        and disputed.isdisjoint(claim.partition(".")[0] for claim in row.many("claims"))
        and (_names(words, row.text("other")) if not is_about_the_offer(row) else is_of_no_topic(row.many("claims")))
    }


PASSING = frozenset({"decide.hurry", "capacity.last"})
"""Claims that are soon no longer true."""

END = (".", "!", "…", ".”", ")")
"""How a line ends that is a whole sentence."""

STATES_A_FACT = listed(
    "extras.listed extras.named extras.optional shown.shown shown.from limits.cap postage.over model.freefor "
    "discount.less access.minimum access.condition area.come area.country area.world pace.dates leaving.deadline "
    "leaving.stated times.evenings times.weekend times.daily times.season times.arranged kept.scoped"
)
"""Claims that state a price, a place or a time. They hold as long as nothing speaks against them, so no one counts how
many customers got exactly that."""


def stated_lines(audit: Audit, findings: Findings, proven: Container[tuple[str, str]]) -> dict[str, str]:
    """Promise id → its words, for each promise about what is sold most that wasn't counted and states facts; its other
    claims must be `proven`, as pairs of a promise and a claim. A contradiction on the same topic may be about the rest
    of the terms, so it keeps the line out.
    """
    disputed = _disputed(findings) | touched_topics(findings)
    return {
        row.id: words
        for row, words in _publishable(audit, findings)
        if is_about_the_offer(row)
        and row.text("where") != SPOKEN
        and "kept" not in row.fields
        and not STATES_A_FACT.isdisjoint(claims := row.many("claims"))
        and disputed.isdisjoint(claim.partition(".")[0] for claim in claims)
        and all(claim in STATES_A_FACT or (row.id, claim) in proven for claim in claims)
    }


def _disputed(findings: Findings) -> set[str]:
    """The topics of proven contradictions."""
    told = findings.proven
    return {each.topic for found in told for each in found.statements} | {found.check.topic for found in told}


def _publishable(audit: Audit, findings: Findings) -> Iterator[tuple[Row, str]]:
    """The promises that could be published anywhere at any time, with their words: no mismatch quotes them, they aren't
    a partner's, and they can be read on their own. While a contradiction is open, a line that gives what the founder
    does as its reason is left out, because that reason may be untrue. If two promises exclude each other and another
    mismatch says which one is untrue, the other is true.
    """
    quoted = {row for each in findings.every if not is_told_by_another(each) for row in (each.promise, *each.promises)}
    for row in audit.of("promise"):
        words = " ".join(row.text("words").split())
        if (
            row.id not in quoted
            and PASSING.isdisjoint(row.many("claims"))
            and not words.startswith("(")
            and not words[:1].islower()  # a part of a sentence
            and not _POINTING.search(words)
            and not _ONLY_A_TIME.fullmatch(words)
            and not (findings.proven and _REASON.search(words))
            and not row.is_inactive
            and not breaks_its_words(row)
            and row.text("where") != PARTNER  # not in the founder's own words
        ):
            yield row, words


NEARLY_ALL = 9
"""Out of ten people, this many must have got what a line says. One failure may be bad luck, unless the line allows no
exception (our choice)."""

_ALWAYS = re.compile(
    r"\b(?:always|never|every(?:one|thing)?|each|all|any|no(?: one|body|ne)?|not one|without exception)\b"
)


def _is_kept(row: Row, words: str) -> bool:
    """Whether enough of the last ten customers got what a line says, known by more than a guess."""
    kept = kept_for(row)
    allows_none = not VOWED.isdisjoint(row.many("claims")) or _ALWAYS.search(words.casefold())
    return kept is not None and kept >= (ALL_OF_THEM if allows_none else NEARLY_ALL)


def is_of_no_topic(claims: Sequence[str]) -> bool:
    """Whether these claims say nothing but in which cases something is so."""
    return VOWED.isdisjoint(claims) and all(claim.startswith("kept.") for claim in claims)


_WORD = re.compile(r"(?!(?:and|for|from|the|with)\b)[^\W\d_]{3,}")
STEM = 5
"""How many letters two words must share at their beginning to name the same thing (our choice)."""


def _names(words: str, thing: str) -> bool:
    """Whether a line names the thing that it is about, so that it can be read beside lines about something else."""
    said = {word[:STEM] for word in _WORD.findall(words.casefold())}
    return not said.isdisjoint(word[:STEM] for word in _WORD.findall(thing.casefold()))


def is_told_by_another(found: Mismatch) -> bool:
    """Whether two promises exclude each other, and another mismatch says which one is untrue."""
    return bool(found.under) and {each.side for each in found.statements} == {"say"}


def lines_of(claims: Sequence[Statement], lines: Mapping[str, str]) -> tuple[str, ...]:
    """The lines that make these claims, out of those always kept."""
    return tuple(dict.fromkeys(lines[row] for claim in claims if (row := promise_of(claim)) in lines))


def promise_of(claim: Statement) -> str:
    """The promise whose words make a claim; empty for other answers."""
    return claim.subject.row if claim.source == CLAIMS and claim.subject is not None else ""


OF_ONE_KIND = frozenset({"making", "origin"})
"""Topics asked about what is sold most only. If some of the last ten customers got what the page says, something else
is made otherwise, and a sentence about what is sold most would be untrue of it."""


def is_kept_for_some(audit: Audit, claims: Sequence[Statement]) -> bool:
    """Whether a promise with one of these claims was kept for some of the last ten customers, but not for all."""
    made = {promise_of(claim) for claim in claims}
    kept = (kept_for(row, guessed=True) for row in audit.of("promise") if row.id in made)
    return any(each is not None and 0 < each < ALL_OF_THEM for each in kept)
