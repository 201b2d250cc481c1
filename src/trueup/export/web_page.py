"""One page to show: self-contained HTML with the mismatches, three fixes, the matrix and one journey.

The page contains no script and no customer's name, and fetches nothing from any address. It is written as Markdown by
the writers of the summary, so that the founder's text can't change its structure, and turned into HTML by
markdown-it-py with raw HTML switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape as html_escape
from itertools import islice

from trueup.answers.model import Audit
from trueup.engine.analysis import Analysis
from trueup.engine.journey import telling
from trueup.export.markdown_writer import Item, Md, Writer, escape, strong
from trueup.export.matrix_and_journey import write_journey, write_topics
from trueup.export.page_one import also_chosen, at_a_glance
from trueup.sanitize import plain_text
from trueup.wording import findings as wording
from trueup.wording.shortening import one_line

MISMATCHES = 3
FIXES = 3
TOPICS = 8
"""How many topics of the matrix fit a printed sheet."""

SHORTEST_NAME = 3
"""The fewest letters of a customer's name that is masked: shorter names are initials, or part of other words."""

STYLE = """
:root { color-scheme: light dark;
  --ink: #1d2129; --quiet: #5c6570; --ground: #fdfcf9; --line: #d9d5cc; --hot: #b3341f; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e8e6e1; --quiet: #a2a7ad; --ground: #191b1f; --line: #3a3e45; --hot: #ff8a70; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 56rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; border-top: 1px solid var(--line); padding-top: .8rem; }
h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
p, ol, ul { margin: .3rem 0; } li { margin: .25rem 0; } ol, ul { padding-left: 1.4rem; }
li li { color: var(--quiet); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; }
th { font-weight: 600; color: var(--quiet); }
td strong { color: var(--hot); }
footer { margin-top: 1.6rem; color: var(--quiet); font-size: .8rem; }
@media (max-width: 40rem) { body { padding: 1rem .75rem; } table { min-width: 34rem; } }
@page { size: A4; margin: 12mm; }
@media print { :root { --ink: #000; --quiet: #444; --ground: #fff; --line: #bbb; --hot: #a02010; }
  body { padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.3; } h1 { font-size: 13pt; }
  h2 { font-size: 10pt; margin-top: .7rem; padding-top: .35rem; } h3, footer { font-size: 8.5pt; }
  h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; }
  table { font-size: 7.5pt; min-width: 0; } .wide { overflow: visible; } }
"""


def web_page(analysis: Analysis) -> str:
    """The page of one quarter. The same answers give the same bytes."""
    from markdown_it import MarkdownIt  # imported late: no other export needs it

    audit = analysis.audit
    page = without_names(_markdown(analysis), audit)
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(page)
    body = body.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    title = html_escape(
        without_names(f"{one_line(audit.business) or 'Your business'}, {one_line(audit.quarter)}", audit)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n"
        "<footer>Made by trueup from the founder's own answers, on the founder's own machine.</footer>\n"
        "</body>\n</html>\n"
    )


def _markdown(analysis: Analysis) -> str:
    content, audit, findings = analysis.content, analysis.audit, analysis.findings
    page = Writer()
    page.heading(1, Md(f"{escape(audit.business) or 'Your business'}, {escape(audit.quarter)}"))
    page.paragraph(escape(wording.lead(findings)))
    page.section(
        "What conflicts",
        (
            Item(
                Md(f"{strong(found.title)} ({escape(wording.reach(found))})"),
                points=[Item(said) for said in at_a_glance(analysis, found)],
            )
            for found in findings.leaders[:MISMATCHES]
        ),
        numbered=True,
    )
    fixes = analysis.leading_fixes[:FIXES]
    if fixes:
        page.heading(2, Md("What to do first"))
    page.points(
        (
            Item(Md(f"{strong(wording.to_do(audit, findings, tried, fixes))} ({tried.fix.effort})"))
            for tried in (*fixes, *also_chosen(analysis))
        ),
        numbered=True,
    )
    topics = [line for line in analysis.matrix if line.shade][:TOPICS]
    if topics:
        page.heading(2, Md("Who says what"))
        write_topics(page, content, topics)
    for seen in islice(telling(content, audit, findings), 1):
        page.heading(2, Md("Where a promise breaks"))
        write_journey(page, content, seen)
    return page.text()


# Customers' names left out ---------------------------------------------------


def without_names(text: str, audit: Audit) -> str:
    """The text with the customers' names replaced by *a customer*, wherever the founder wrote them."""
    names = {str(plain_text(row.text("who"))).strip() for row in audit.of("customer")}
    words = {name for name in names if len(name) >= SHORTEST_NAME and any(map(str.isalnum, name))}
    text = _masked(text, words, re.IGNORECASE)
    return _masked(text, {part for name in names for part in _parts(name) if not _is_word(part.lower(), text)})


def _masked(text: str, words: Iterable[str], flags: int = 0) -> str:
    every = {form for word in words for form in (word, str(escape(word)))}
    if not every:
        return text
    any_name = "|".join(re.escape(word) for word in sorted(every, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{any_name})(?!\w)", "a customer", text, flags=flags)


def _parts(name: str) -> Iterator[str]:
    """The words of a name, if each of them begins like a name: “Anna Berg”, not “a studio in Leeds”."""
    words = [word.strip("().,;") for word in name.split()]
    words = [word for word in words if word[:1].isalpha()]
    if all(word[0].isupper() for word in words):
        yield from (word for word in words if any(map(str.islower, word)))


def _is_word(word: str, text: str) -> bool:
    """Whether the page uses a name as an ordinary word, as in *will* or *rose*."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
