"""A program killed at any moment leaves a file that opens and holds every confirmed save."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).parents[1] / "benchmarks" / "kill_campaign.py"
KILLS = 40

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def campaign(storage: str) -> dict[str, int]:
    command = [sys.executable, str(CAMPAIGN), "--kills", str(KILLS), "--storage", storage]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_kill_never_breaks_the_file_loses_a_save_or_leaves_temporary_files() -> None:
    counts = campaign("ours")
    assert counts["kills"] == KILLS
    assert counts["saves"] > 0
    assert (counts["unreadable"], counts["lost"], counts["leftovers_after_reopening"]) == (0, 0, 0)


def test_the_same_kills_break_the_file_of_tinydbs_own_storage() -> None:
    """A control experiment: if TinyDB's own file no longer breaks, the test above proves nothing."""
    assert campaign("json")["unreadable"] > 0
