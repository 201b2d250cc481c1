"""Mistakes in a screen or a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.wrong import CHANNEL, HOME, OFFER, OPERATIONS, Wrong, check

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
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_mistake_in_a_question_is_reported_with_its_file_and_line(wrong: Wrong, tmp_path: Path) -> None:
    check(wrong, tmp_path)
