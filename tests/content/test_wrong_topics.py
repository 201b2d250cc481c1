"""Mistakes in a topic, a check or a fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.wrong import START, WHO, Wrong, check

SAY = 'do = "Say beside the button that it starts with a talk"'
"""The text of the first fix, which moves what is said."""

WRONG = [
    Wrong(WHO, "# Who it is for", "Who", "Who", "no title", "the topic's title"),
    Wrong(WHO, 'heading = "people"\n', "", '```toml\nid = "who"', '"heading" is missing', 'heading = "starting"'),
    Wrong(WHO, 'heading = "people"', 'heading = "people"\norder = "1"', "order", '"order" is "1"', "a whole number"),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nkinds = ["goods"]',
        "kinds",
        '"goods" isn\'t a kind of business',
        "leave it out",
    ),
    Wrong(
        WHO,
        'id = "who.others"',
        'id = "who.others"\nkinds = ["goods"]',
        "kinds",
        '"goods" isn\'t a kind of business',
        "leave it out",
    ),
    Wrong(WHO, '"as aimed"', '"just as we aimed"', "just as", "16 characters", "at most 12"),
    Wrong(WHO, '"made for you"', '"made for you and for nobody else here"', "made for", "37 characters", "at most 34"),
    Wrong(WHO, 'aimed = "made', 'aimd = "made', "aimd", '"aimd" isn\'t a position', '"aimed"'),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nadmits = ["aimd"]',
        "admits",
        '"aimd" has no phrase in this topic',
        "leave it out",
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nminor = ["aimd"]',
        "minor",
        '"aimd" has no phrase in this topic',
        "leave it out",
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nof_some = ["aimd"]',
        "of_some",
        '"aimd" isn\'t a position',
        '"aimed"',
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nif_claimed = "aimed"',
        "if_claimed",
        '"if_claimed" lists words that have a phrase',
        'write [ "account" ]',
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nphrases_unless = { aimd = ["who.aimed"] }',
        "phrases_unless",
        '"aimd" has no phrase in this topic',
        "leave it out",
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nphrases_add = { aimd = "how many" }',
        "phrases_add",
        '"aimd" has no phrase in this topic',
        "leave it out",
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nphrases = { aimed = "For you." }\nphrases_unless = { aimed = ["who.aimd"] }',
        "phrases_unless",
        'there is no position "who.aimd"',
        '"who.aimed"',
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nagreed = { aimd = "It is for you." }',
        "agreed",
        '"aimd" isn\'t a position',
        '"aimed"',
    ),
    Wrong(
        WHO,
        'heading = "people"',
        'heading = "people"\nin_brief = { aimd = "yours" }',
        "in_brief",
        '"aimd" isn\'t a claim',
        '"aimed"',
    ),
    Wrong(
        WHO,
        "\nThe people it was made for, and those who buy.\n",
        "",
        '```toml\nid = "who"',
        "isn't described",
        "a paragraph",
    ),
    Wrong(WHO, "## Made for some, bought by others", "## " + "x" * 61, "xxx", "61 characters", "at most 60"),
    Wrong(
        WHO,
        'who.others"\nsev',
        'whose.others"\nsev',
        "whose.others",
        "isn't an id for a check of this file",
        '"who.<word>"',
    ),
    Wrong(
        START,
        '"start.counted"',
        '"start.gated"',
        'id = "start.gated"\nseverity = 3',
        "taken by mismatches/start.md:18",
        "write another",
    ),
    Wrong(WHO, "severity = 2\n", "", '```toml\nid = "who.others"', '"severity" is missing', "severity = 3"),
    Wrong(WHO, "severity = 2", "severity = 3", "severity = 3", "a tension ranks low", "2 or 1"),
    Wrong(WHO, "severity = 2", "severity = 6", "severity = 6", "no severity 6", "5 critical"),
    Wrong(WHO, "severity = 2", 'severity = "2"', "severity =", '"severity" is "2"', "a whole number"),
    Wrong(WHO, "tension = true", "tesnion = true", "tesnion", '"tesnion" means nothing', '"tension"'),
    Wrong(
        WHO, "between = [", "between = [" + '{ believe = ["who.aimed"] }, ' * 3, "between", "not 5", "write them all"
    ),
    Wrong(WHO, "believe = [", "beleive = [", "between", '"beleive" isn\'t a side', '"believe"'),
    Wrong(
        WHO, '["who.aimed"] }', '["who.aimed"], say = ["who.aimed"] }', "between", "speaks of 2 sides", "exactly one"
    ),
    Wrong(WHO, '["who.aimed"] }', '["who.aimd"] }', "between", 'no position "who.aimd"', '"who.aimed"'),
    Wrong(WHO, '["who.aimed"] }', "[] }", "between", 'the term "believe" names no position', 'believe = ["start'),
    Wrong(WHO, '["who.aimed"] }', '["who.aimed"], of = "chanel" }', "between", '"of" can\'t be "chanel"', '"channel"'),
    Wrong(WHO, "severity = 2", "severity = 2\nbroad = true", "broad", "about promises", 'of = "promise"'),
    Wrong(
        WHO,
        '["who.aimed"] }',
        '["who.aimed"], other = true }',
        "between",
        "another row of the same kind",
        'of = "channel"',
    ),
    Wrong(
        START,
        '["start.announced"] }',
        '["start.anounced"] }',
        "unless",
        'no position "start.anounced"',
        "start.announced",
    ),
    Wrong(
        WHO,
        'move = "deliver"',
        'move = "deliver"\nonly = [ { deliver = ["who.othrs"] } ]',
        "only",
        'no position "who.othrs"',
        '"who.others"',
    ),
    Wrong(
        WHO,
        'move = "deliver"',
        'move = "deliver"\nunless = "who.others"',
        "unless",
        '"unless" must be a list of terms',
        '{ say = ["start.alone"] }',
    ),
    Wrong(
        WHO,
        'move = "deliver"\neffort',
        'move = "believe"\nto = "who.others"\neffort',
        '[[fix]]\nmove = "believe"\nto = "who.others"\neffort = "weeks"',
        "an earlier fix makes the same move",
        "only =",
    ),
    Wrong(
        WHO,
        'do = "Write down who really buys"\n[[fix]]\n',
        'only = [ { deliver = ["who.others"] } ]\ndo = "Write down who really buys"\n[[fix]]\n'
        'only = [ { deliver = ["who.others"] } ]\n',
        "[[fix]]",
        "every fix has a condition",
        'leave out one "only"',
    ),
    Wrong(WHO, 'move = "deliver"', 'move = "delivr"', "delivr", '"move" can\'t be "delivr"', '"deliver"'),
    Wrong(WHO, 'move = "deliver"', 'move = "say"', 'move = "say"', "doesn't conflict here", "believe or deliver"),
    Wrong(
        WHO,
        'move = "deliver"',
        'move = "deliver"\nstop = "channel"',
        '[[fix]]\nmove = "deliver"',
        "one thing",
        "either move = or stop =",
    ),
    Wrong(WHO, 'move = "deliver"', 'stop = "customer"', 'stop = "customer"', "can't be stopped", "promise, channel"),
    Wrong(
        WHO,
        'move = "deliver"',
        'stop = "channel"\nto = "who.aimed"',
        'to = "who.aimed"',
        "needs a side to move",
        'move = "say"',
    ),
    Wrong(WHO, 'to = "who.others"', 'to = "who.aimed"', "to =", '"who.aimed" is what conflicts', "another position"),
    Wrong(WHO, 'to = "who.others"', 'to = "who.othrs"', "to =", 'no position "who.othrs"', '"who.others"'),
    Wrong(WHO, 'effort = "weeks"', 'effort = "months"', "months", '"effort" can\'t be "months"', "hours, days, weeks"),
    Wrong(WHO, 'effort = "weeks"\n', "", '[[fix]]\nmove = "deliver"', '"effort" is missing', 'effort = "hours"'),
    Wrong(START, SAY, 'do = "Reword {promise"', "Reword", "is no mark, but a brace", "{promise|the promise}"),
    Wrong(START, SAY, 'do = "Reword promise|it}"', "Reword", '"}" is no mark', "{promise|the promise}"),
    Wrong(START, SAY, 'do = "Reword {the promise}"', "Reword", '"{the promise" is no mark', "{promise|the promise}"),
    Wrong(START, SAY, 'do = "Reword {promise|}"', "Reword", '"{promise|" is no mark', "{promise|the promise}"),
    Wrong(START, SAY, 'do = "Reword {promis|it}"', "Reword", 'no mark "promis"', '"promise"'),
    Wrong(
        START, SAY, f'{SAY}\ndo_for = {{ goods = "Reword {{promis|it}}" }}', "do_for", 'no mark "promis"', '"promise"'
    ),
    Wrong(START, SAY, 'do = "Reword {words|alone}"', "Reword", "in quotation marks", "{words|“same-day dispatch”}"),
    Wrong(
        START, SAY, 'do = "Reword {promise|it}, or drop {promise|it}"', "Reword", '"promise" is marked 2 times', "first"
    ),
    Wrong(START, SAY, 'do = "Delete {other|the other}"', "Delete", "no two promises conflict", "{promise|the promise}"),
    Wrong(
        START,
        'move = "deliver"\nto = "start.alone"',
        'move = "deliver"\nadds = true\nto = "start.alone"',
        "adds",
        "about the words of a promise",
        'move = "say"',
    ),
    Wrong(START, SAY, f"replaces = true\nadds = true\n{SAY}", "adds", "aren't added to it", "replaces and adds"),
    Wrong(START, SAY, f"replaces = true\n{SAY}", SAY, "nothing names the promise", "{promise|the promise}"),
    Wrong(
        START,
        "disclosed = true\n[[fix]]\n",
        "disclosed = true\nfirst = true\n[[fix]]\nadds = true\n",
        "adds",
        "don't make it true",
        "a fix that takes it away",
    ),
    Wrong(
        WHO,
        "\nThose who buy feel that the words are not for them.\n",
        "",
        '```toml\nid = "who.others"',
        "why a customer feels it",
        "two or three sentences",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_mistake_in_a_topic_is_reported_with_its_file_and_line(wrong: Wrong, tmp_path: Path) -> None:
    check(wrong, tmp_path)
