"""`python -m tests.reading [FOLDER …]`: precision and recall over all pages, by claim and by kind of trap."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.businesses import our_content
from tests.reading.score import PAGES, pages, report, score

folders = [Path(each) for each in sys.argv[1:]] or [PAGES]
content = our_content()
for line in report(score(content, [page for folder in folders for page in pages(folder)])):
    print(line)
