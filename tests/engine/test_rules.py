"""The checks as rules for judging: worked out once for each content, and never used for another content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.engine.rules import INSTEAD, Rules, rules_of

Business = Callable[..., Audit]


def without(content: Content, check: str) -> Content:
    rest = {name: each for name, each in content.checks.items() if name != check}
    return content.with_changes(checks=rest)


def test_the_rules_of_a_content_are_worked_out_once(small: Content) -> None:
    assert rules_of(small) is rules_of(small)


def test_the_rules_of_two_contents_are_never_mixed_up(small: Content, business: Business) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")])
    assert judge(small, audit).mismatch("start.gated")
    assert judge(without(small, "start.gated"), audit).mismatch("start.gated") is None
    assert judge(small, audit).mismatch("start.gated")


def test_the_rules_of_only_a_few_contents_are_cached(small: Content) -> None:
    first = rules_of(small)
    others: list[Any] = [rules_of(without(small, "")) for _ in range(4)]
    assert all(isinstance(rules, Rules) for rules in others)
    assert rules_of(small) is not first


def test_each_position_is_mapped_to_every_rule_that_refers_to_it() -> None:
    content = our_content()
    rules = rules_of(content)
    listened_to = {position for check in content.checks for position in content.touches(check)}
    assert set(rules.touched_by) == listened_to | {INSTEAD}
    assert rules.touched_by[INSTEAD] == rules.broad, "what happens instead is told by every broad check"
    for position, touched in rules.touched_by.items():
        if position == INSTEAD:
            continue
        assert [rule.check.id for rule in touched] == [
            check for check in content.checks if position in content.touches(check)
        ]


def test_equal_terms_of_checks_share_one_listener() -> None:
    every = rules_of(our_content()).every
    listeners = {listener for rule in every for listener in (*rule.between, *rule.unless)}
    assert len(listeners) == len({listener.term for listener in listeners})
