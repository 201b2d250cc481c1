"""What is read without pydantic is exactly what pydantic reads: it is only a shorter way."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import our_content

from trueup.answers import model
from trueup.answers.model import Found, FoundMismatch, PlanLimits, PlannedFix, Touchpoint
from trueup.answers.shape import by_pydantic, shaped
from trueup.answers.validation import Checked

MISMATCH = FoundMismatch("a.b", "tension", 2.5, "accepted", 3, "a.c", "You say it, but it isn't so")
FOUND = Found("2026-10-01", "v", (MISMATCH,), ("a.d",), 4, {"a": "b"})
FIX = PlannedFix(
    "a.b", "say", "testing", "2026-10-01", {"page": Touchpoint("done", "")}, model.Test("x", "y", asked=3.0)
)
LIMITS = PlanLimits("12", ("a.b",), ("side:sell",), "words", {"a.b say": 2.0})


def written(made: Any) -> Any:
    """The part as JSON, as it is in our files."""
    return orjson.loads(orjson.dumps(asdict(made)))


PARTS: list[tuple[Any, Any]] = [
    *((type(each), written(each)) for each in (FOUND, FIX, LIMITS)),
    (dict[str, tuple[str, ...]], {"we reply.": ["speed.day", "start.talk"]}),
]

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just("\ud800"),
    lambda each: st.lists(each, max_size=2) | st.dictionaries(st.text(max_size=3), each, max_size=2),
    max_leaves=3,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every list or table in a part with each of its keys."""
    keys = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    return [place for key in keys for place in ((value, key), *places(value[key]))]


@pytest.mark.parametrize("made", [FOUND, FIX, LIMITS], ids=lambda each: type(each).__name__)
def test_a_part_as_we_write_it_needs_no_pydantic(made: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.answers.shape.by_pydantic", pytest.fail)
    checked = Checked(our_content())
    assert shaped("here", type(made), written(made), checked) == made
    assert not checked.problems


@given(st.data())
def test_a_part_of_any_shape_is_read_as_by_pydantic(data: st.DataObject) -> None:
    shape, part = data.draw(st.sampled_from(PARTS))
    part = deepcopy(part)
    holder, key = data.draw(st.sampled_from(places(part)))
    if isinstance(holder, dict) and data.draw(st.booleans()):
        holder[data.draw(st.text(max_size=3))] = holder.pop(key)
    else:
        holder[key] = data.draw(ODD)
    read, rightly = Checked(our_content()), Checked(our_content())
    found = shaped("here", shape, part, read)
    assert repr(found) == repr(by_pydantic("here", shape, part, rightly))
    assert read.problems == rightly.problems
