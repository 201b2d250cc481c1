"""The founder's own promises that all of the last ten customers got, and that can be published anywhere as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS
from trueup.engine.applicability import ALL_OF_THEM, is_broken
from trueup.engine.model import Findings, Statement
from trueup.engine.things import is_about_the_offer

SAID_FOR_THEM = "partner"
"""Where a promise is published that others make: what they say isn't in the founder's own words."""

_POINTING = re.compile(
    r"^(?:attached|enclosed)\b|\b(?:attached|enclosed) (?:is|are|you'll|to this)\b|(?:^|[.;:,] )here (?:is|are)\b"
    r"|\b(?:see|as|listed|named) (?:above|below|overleaf)\b|\bthis (?:e?mail|letter|message|card)\b",
    re.IGNORECASE,
)
"""Words that point to something near the line, such as an attached file."""

_REASON = re.compile(r"(?:\bbecause|\bsince|(?<!long )(?<!soon )(?<!well )\bas|[:;–—] there) (?:I|we)\b", re.IGNORECASE)
"""The beginning of a reason with the founder as its subject: *because I …*."""


def kept_lines(audit: Audit, findings: Findings) -> dict[str, str]:
    """Promise id → its words, for each promise about what is sold most that was kept for all of the last ten customers,
    known by more than a guess, that no mismatch quotes, that isn't a partner's, and that can be read on its own. While
    a contradiction is open, a line that gives what the founder does as its reason is left out, because that reason may
    be untrue.
    """
    proven = any(each.verdict == "contradiction" for each in findings.mismatches)
    quoted = {row for each in findings.every for row in (each.promise, *each.promises)}
    return {
        row.id: words
        for row in audit.of("promise")
        if row.id not in quoted
        and not (words := " ".join(row.text("words").split())).startswith("(")
        and not words[:1].islower()  # a part of a sentence
        and not _POINTING.search(words)
        and not (proven and _REASON.search(words))
        and not row.is_inactive
        and not is_broken(row)
        and is_about_the_offer(row)
        and row.text("where") != SAID_FOR_THEM
        and (kept := row.fields.get("kept")) is not None
        and isinstance(kept.value, float)
        and kept.value >= ALL_OF_THEM
        and kept.evidence != "guess"
    }


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
    kept = (row.fields.get("kept") for row in audit.of("promise") if row.id in made)
    return any(each is not None and isinstance(each.value, float) and 0 < each.value < ALL_OF_THEM for each in kept)
