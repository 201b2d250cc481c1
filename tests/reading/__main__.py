"""`python -m tests.reading [FOLDER …]`: precision and recall over all pages, by claim and by kind of trap."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.reading.score import PAGES, pages, report, score

from trueup.content.loader import load_content
from trueup.paths import screens_folder

folders = [Path(each) for each in sys.argv[1:]] or [PAGES]
content = load_content(screens_folder())
for line in report(score(content, [page for folder in folders for page in pages(folder)])):
    print(line)
