"""`python -m tests.reading [FOLDER …]`: precision and recall over all pages, by claim and by kind of trap.

Without a folder, it reports on the pages that cues were written for, then on pages written and annotated by people who
had seen neither a cue nor an example sentence.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from tests.businesses import our_content
from tests.reading.score import PAGES, UNSEEN, pages, report, score

content = our_content()
for folder in [Path(each) for each in sys.argv[1:]] or [PAGES, UNSEEN]:
    every = pages(folder)
    print(f"{len(every)} pages in {folder.name}/")
    print("Claims that are ticked, because a cue found them and they're likely:")
    for line in islice(report(score(content, every, doubts=True)), 3):
        print(line)
    print()
    print("All that cues find, with and without a tick:")
    for line in report(score(content, every)):
        print(line)
    print()
