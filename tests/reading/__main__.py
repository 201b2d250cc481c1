"""`python -m tests.reading [FOLDER …]`: precision and recall over all pages, by claim and by kind of trap."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from tests.businesses import our_content
from tests.reading.score import PAGES, pages, report, score

folders = [Path(each) for each in sys.argv[1:]] or [PAGES]
content = our_content()
every = [page for folder in folders for page in pages(folder)]
print("Claims that are ticked, because a cue found them and they're likely:")
for line in islice(report(score(content, every, doubts=True)), 3):
    print(line)
print()
print("All that cues find, with and without a tick:")
for line in report(score(content, every)):
    print(line)
