"""Mistakes in a screen or a question: in its choices, its bands, or the condition under which it's asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.wrong import CHANNEL, HOME, OFFER, OPERATIONS, PROMISE, Wrong, check

WRONG = [
    Wrong(OFFER, "# Offer\n", "Offer\n", "Offer", "no title", "# Offer"),
    Wrong(OFFER, "## How does your", "# How does your", "# How does", "second title", "## How does your"),
    Wrong(OFFER, "# Offer\n", "# Offer\n```toml\nx = 1\n```\n", "```toml", "a title has no fence", "below a ##"),
    Wrong(OFFER, "## How is it", "## Stray\n## How is it", "Stray", "no TOML fence", 'id = "offer.…"'),
    Wrong(HOME, '"empty"', '"Empty!"', 'text = "Empty!"', '"text" is "Empty!"', 'text = "empty"'),
    Wrong(HOME, '"empty"', '"empty"\nid = "home.x"', "home.x", '"id" means nothing here', "text, allow"),
    Wrong(HOME, 'text = "empty"', 'id = "home.x"', "home.x", "no questions are asked", "identity, offer"),
    Wrong(
        OFFER,
        'id = "offer.price"\n',
        "",
        '```toml\nside = "sell"\ntopic = "price"',
        '"id" is missing',
        'id = "offer.<word>"',
    ),
    Wrong(OFFER, "offer.price", "offer.Price", 'id = "offer.Price"', "isn't an id for a question", '"offer.<word>"'),
    Wrong(OFFER, "offer.price", "ofer.price", 'id = "ofer.price"', "isn't an id for a question", '"offer.<word>"'),
    Wrong(
        OFFER,
        '"offer.price"',
        '"offer.start"',
        'id = "offer.start"\nside = "sell"\ntopic = "price"',
        "taken by offer.md:14",
        "write another",
    ),
    Wrong(
        CHANNEL, "channel.share", "channel.id", 'id = "channel.id"', "isn't an id for a question", '"channel.<word>"'
    ),
    Wrong(OFFER, 'short = "the price"', 'shrot = "x"', "shrot", '"shrot" means nothing', '"short"'),
    Wrong(OFFER, 'short = "the price"', 'short = "what people pay for"', "what people", "19 characters", "at most 18"),
    Wrong(OFFER, 'short = "the price"', "short = 3", "short = 3", '"short" is 3', "text in quotes"),
    Wrong(OFFER, 'short = "the price"', "short = 2026-01-01", "2026", '"short" is', "text in quotes"),
    Wrong(OFFER, 'short = "the price"', 'kind = "chioce"', "chioce", '"kind" can\'t be "chioce"', '"choice"'),
    Wrong(OFFER, 'short = "the price"', 'essential = "yes"', '"yes"', '"essential" is "yes"', "true or false"),
    Wrong(OFFER, 'short = "the price"', "required = true", "required", "means nothing in an area", "leave it out"),
    Wrong(OFFER, 'short = "the price"', 'unless = "x"\n', 'unless = "x"', '"unless" means nothing', "write one of id"),
    Wrong(OPERATIONS, 'side = "deliver"', 'side = "delivers"', "delivers", '"side" can\'t be "delivers"', '"deliver"'),
    Wrong(OPERATIONS, 'evidence = "counted"', 'evidence = "count"', '"count"', '"evidence" can\'t be', '"counted"'),
    Wrong(OPERATIONS, 'side = "deliver"\n', "", 'id = "operations.speed"', "no side is named", 'side = "say"'),
    Wrong(OPERATIONS, 'topic = "speed"', 'topic = "spede"', "spede", 'no topic "spede"', '"speed"'),
    Wrong(OPERATIONS, 'topic = "speed"\n', "", "[bands]", "positions of a topic", 'topic = "…"'),
    Wrong(OPERATIONS, "- record:", "- recrod:", "recrod", '"recrod" is no way to know', '"record"'),
    Wrong(
        OPERATIONS, "Count from payment", "First.\n\nCount from payment", "Count from", "a second hint", "Why we ask:"
    ),
    Wrong(OPERATIONS, "Count from", "Count " * 30 + "from", "Count Count", "the hint has", "at most 2 lines of 76"),
    Wrong(OFFER, 'low = "Below most"\n', 'lwo = "Below most"\n', "lwo", '"lwo" isn\'t a position of price', '"low"'),
    Wrong(OFFER, 'low = "Below most"\n', 'low = "Above most"\n', 'high = "Above', "appears twice", "write another"),
    Wrong(OFFER, 'low = "Below most"\n', 'high = "x"\n', 'high = "Above', "appears twice", "write it once"),
    Wrong(OFFER, 'low = "Below most"\n', "low = 3\n", "low = 3", '"label" is 3', "text in quotes"),
    Wrong(OFFER, 'low = "Below most"\n', "low = { stands = [] }\n", "low = {", '"label" is missing', "label = "),
    Wrong(
        OFFER,
        'low = "Below most"\n',
        'Low = { label = "x", stands = [] }\n',
        "Low",
        '"Low" isn\'t a word',
        "small letters",
    ),
    Wrong(OFFER, 'label = "It depends"', 'Label = 1, label = "x"', "Label", '"Label" means nothing', '"label"'),
    Wrong(OFFER, "stands = []", 'stands = "price.low"', "It depends", '"stands" must be a list', '["start.alone"]'),
    Wrong(OFFER, "stands = []", 'stands = ["price.lwo"]', "It depends", 'no position "price.lwo"', '"price.low"'),
    Wrong(
        OFFER,
        "stands = []",
        'stands = [], stage = "decision"',
        "It depends",
        "only steps have a stage",
        'kind = "steps"',
    ),
    Wrong(
        OFFER,
        'otherwise = ["start.talk"]',
        'otherwise = ["start.tlk"]',
        "tlk",
        'no position "start.tlk"',
        '"start.talk"',
    ),
    Wrong(
        OFFER, 'otherwise = ["start.talk"]', 'otherwise = "start.talk"', "otherwise", "must be a list", "start.alone"
    ),
    Wrong(
        OFFER,
        'short = "the price"',
        'otherwise = ["price.low"]',
        'otherwise = ["price',
        "nothing for kind choice",
        "steps or many",
    ),
    Wrong(CHANNEL, '"decision"', '"decisoin"', "pays", '"stage" can\'t be "decisoin"', '"decision"'),
    Wrong(CHANNEL, ', stage = "decision"', "", "pays", 'step "pays" belongs to no stage', "awareness, consideration"),
    Wrong(
        CHANNEL,
        'unit = "share"',
        '[choices]\nx = "x"\ny = "y"',
        "[choices]\nx",
        "kind number has no choices",
        "[bands]",
    ),
    Wrong(
        PROMISE, 'kind = "many"', 'kind = "many"\n[choices]\nx = "x"', "[choices]\nx", "are in the topics", "[claims]"
    ),
    Wrong(OPERATIONS, "day = 24", "day = 1", "day = 1", "don't ascend", "a number above 1 for day"),
    Wrong(OPERATIONS, "week = inf", "week = 720", "week = 720", "the last band ends at 720", "week = inf"),
    Wrong(OPERATIONS, "day = 24", 'day = "24"', 'day = "24"', '"day" must be a number', "day = 24"),
    Wrong(OPERATIONS, "day = 24", "daay = 24", "daay = 24", 'no position "speed.daay"', '"speed.day"'),
    Wrong(
        OPERATIONS,
        'kind = "number"\nunit = "hours"',
        'kind = "text"',
        "[bands]",
        "kind text has no bands",
        'kind = "number"',
    ),
    Wrong(
        OFFER,
        '"offer.model", is',
        '"offer.modle", is',
        "offer.modle",
        '"offer.modle" isn\'t a question',
        '"offer.model"',
    ),
    Wrong(
        OFFER, '"offer.model", is', '"market.price", is', "asked_if", '"market.price" is asked later', '"offer.price"'
    ),
    Wrong(
        OFFER, '["subscription"]', '["subscribed"]', "subscribed", "isn't an answer to offer.model", '"subscription"'
    ),
    Wrong(OFFER, '["subscription"]', '"subscription"', "asked_if", '"is" is "subscription"', "a list of texts"),
    Wrong(OFFER, ', is = ["subscription"]', "", "asked_if", '"is" is missing', 'is = ["subscription"]'),
    Wrong(
        OFFER,
        "essential = true\n[choices]\nonce",
        "essential = \n[choices]\nonce",
        "essential = \n",
        "no TOML",
        'key = "text"',
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_mistake_in_a_question_is_reported_with_its_file_and_line(wrong: Wrong, tmp_path: Path) -> None:
    check(wrong, tmp_path)
