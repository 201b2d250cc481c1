"""Each planted fault replaces text that is still in the program exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.planted_faults import ROOT, faults


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault["name"])
def test_a_fault_can_be_planted(fault: Mapping[str, Any]) -> None:
    text = (ROOT / "src" / "trueup" / fault["file"]).read_text("utf-8")
    assert text.count(fault["old"]) == 1
    assert all((ROOT / test).exists() for test in fault["tests"])
