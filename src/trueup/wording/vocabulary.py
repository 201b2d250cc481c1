"""The signs and words of the product, each defined once. Every picture, list and export shows these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueup.answers.model import Disclosed, Standing
    from trueup.content.model import Evidence, RowKind, Side
    from trueup.engine.due import Report
    from trueup.engine.experiments import Result
    from trueup.engine.history import Group
    from trueup.engine.matrix import Shade
    from trueup.engine.model import Outcome
    from trueup.engine.plan import Condition

SIGNS: Mapping[str, str] = {
    "contradiction": "≠",
    "tension": "≈",
    "unproven": "?",
    "accepted": "±",
    "objected": "–",
    "agrees": "=",
    "partly": "=",
    "guessed": "?",
    "": "",
}
"""One character for a verdict, a decision, or how a published claim compares with what is delivered."""

DECISIONS: Mapping[Standing, str] = {"accepted": "accepted", "objected": "not true here"}
"""What the founder decided about a mismatch."""

PARTS: Mapping[Shade, str] = {
    "contradiction": "breaks",
    "tension": "strains",
    "unproven": "may break",
    "accepted": "accepted",
}
"""What happens at a step of the journey, as a verb."""

MISSING = "–"
"""What is shown for a figure that isn't known."""

GROUP_TITLES: Mapping[Group, str] = {
    "new": "New",
    "reopened": "Back again",
    "persisting": "Still there",
    "not counted yet": "Open until you enter your last customers again",
    "fixed": "Fixed",
    "accepted": "Accepted",
    "objected": "Not true here",
    "no longer judged": "No longer judged: an answer is now missing",
    "by the rule": "Changed because a check or a question did, not the business",
}

REPORTS: Mapping[Report, str] = {
    "premise changed": "What it was based on has changed since",
    "no longer needed": "No longer needed: the conflict is gone",
    "due": "Due to be looked at again",
}
"""Why a decision needs another look."""

ROWS: Mapping[RowKind, str] = {
    "group": "Groups",
    "promise": "Promises",
    "channel": "Channels",
    "activity": "Activities",
    "role": "Roles",
    "customer": "The last ten customers",
}

NAMED_BY: Mapping[RowKind, str] = {
    "group": "name",
    "promise": "where",
    "channel": "name",
    "activity": "name",
    "role": "role",
    "customer": "who",
}
"""The field that names a row."""

ROWS_TO_ADD: Mapping[str, str] = {
    "group": "Add a group",
    "promise": "Add a promise",
    "channel": "Add a channel",
    "activity": "Add an activity",
    "role": "Add a role",
    "customer": "Fill in the last ten customers",
}

KNOWN: Mapping[Evidence, str] = {
    "record": "from a record",
    "counted": "counted",
    "published": "as published",
    "memory": "from memory",
    "guess": "a guess",
}
"""How an answer is known."""

SPEAKS: Mapping[Side, str] = {
    "believe": "what you believe",
    "say": "what you say",
    "sell": "what you sell",
    "need": "what your customers need",
    "deliver": "what you deliver",
}
"""Side → the words for what it is about."""

MOVES: Mapping[Side, str] = {
    "say": "message",
    "sell": "offer",
    "deliver": "operations",
    "believe": "goal",
    "need": "market",
}
"""Side → what a fix on that side changes, in a word."""

OUTCOMES: Mapping[Outcome, str] = {
    "solved": "Solves it",
    "measure again": "Should solve it; a new count will show",
    "not enough alone": "Doesn't solve it on its own",
}

OUTCOMES_OF_HALF: Mapping[Outcome, str] = {
    "solved": "Ends {half}",
    "measure again": "Should end {half}; a new count will show",
}
"""Outcome → the same for a fix that leaves other answers which break the same promise."""

DISCLOSED: Mapping[Disclosed, str] = {
    "never": "Customers are never told",
    "after": "Customers are told after paying",
    "before": "Customers are told before paying, so it is only a tension",
    "beside": "Customers are told next to the promise, so it is only a tension",
}

RESULTS: Mapping[Result, str] = {
    "better": "better than before",
    "same": "the same, as far as the counts can tell",
    "worse": "worse than before",
    "too few": "too few to tell",
}

CONDITIONS: Mapping[Condition, str] = {
    "chosen": "chosen",
    "doing": "doing",
    "testing": "testing",
    "done": "done",
    "dropped": "dropped",
    "half applied": "done, not everywhere",
    "still conflicting": "done, still conflicting",
}
"""How far a fix of the plan is."""
