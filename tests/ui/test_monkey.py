"""Random keys, clicks, pastes and window sizes break nothing: the file stays whole, and undo restores every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.businesses import our_content
from tests.large_business import LONG
from tests.ui import monkey

SEEDS = [pytest.param(seed, marks=() if seed == 1 else pytest.mark.thorough) for seed in range(1, 101)]
EVENTS = {False: 80, True: 1_000}
"""The number of events for each seed, by default and with `--thorough`, which plays 100,000 events in all."""


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_input_breaks_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)  # so that files the monkey writes end up here
    rows = LONG if seed % 10 == 0 else monkey.SMALL
    file = monkey.business(our_content(), tmp_path, rows, seed)
    did = await monkey.play(file, seed, EVENTS[bool(request.config.getoption("--thorough"))])
    assert len(did.done) == EVENTS[bool(request.config.getoption("--thorough"))]
