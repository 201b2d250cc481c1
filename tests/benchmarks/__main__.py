"""All benchmarks in one run: `python -m tests.benchmarks`. Nothing is asserted."""

from __future__ import annotations

from tests.benchmarks import goals, keys, long_lists, speed, startup

for title, part in (
    ("Goals", goals),
    ("Start", startup),
    ("A key", keys),
    ("Judging", speed),
    ("Long lists", long_lists),
):
    print(f"\n{title}\n")
    part.main()
