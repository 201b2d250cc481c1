"""Whatever a founder writes, the document keeps the structure we wrote and the text they wrote."""

from __future__ import annotations

import re

import cmarkgfm
import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.export.reading import harmless, passages, shape, texts, words

from trueup.export.markdown import Item, Md, Writer, escape, quoted, strong
from trueup.wording.text import one_line, shortened


def document(text: str) -> str:
    """A document with `text` in every place that can hold text; empty text has no place."""
    page = Writer()
    page.heading(1, escape(text))
    page.paragraph(escape(text), Md(f"{strong(text)} (so {quoted(text)})."))
    page.points(
        [Item(escape(text), passage=text, points=[Item(strong(text))]), Item(Md(f"Then {escape(text)}: that."))]
    )
    page.heading(2, Md(f"{quoted(text, 20)} and more"))
    page.points([Item(escape(text), points=[Item(escape(text)), Item(escape(text))])], numbered=True)
    page.table([escape(text), Md("second")], [[Md("first"), escape(text)], [escape(text), escape(text)]])
    return page.text()


@given(text=texts.filter(one_line))
def test_any_text_leaves_the_structure_alone_and_comes_back_whole(reader: MarkdownIt, text: str) -> None:
    read = reader.parse(document(text))
    assert shape(read) == shape(reader.parse(document(harmless(text))))
    seen = words(read)
    assert seen[0] == one_line(text)
    assert seen[1] == f"{one_line(text)} {one_line(text)} (so “{one_line(text)}”)."
    for lines in passages(text):
        assert "\n".join(lines) in seen


@given(text=texts.filter(one_line))
def test_no_reader_makes_a_link_a_picture_or_struck_words_of_it(text: str) -> None:
    for page in (
        cmarkgfm.github_flavored_markdown_to_html(document(text)),
        mistune.create_markdown(plugins=["url", "table", "strikethrough", "footnotes", "task_lists"])(document(text)),
    ):
        assert not re.search(r"<(a|img|del|input|script|pre|hr)\b", str(page))


@pytest.mark.parametrize("text", ["www.!aZ&Y=@b0baa_.DEbD", "www./9%|Y@b0aaca.bDca: ", "a www.`=0}X`@bcb.bDabDa!"])
def test_no_address_begins_with_www_and_a_sign(text: str) -> None:
    assert "<a " not in cmarkgfm.github_flavored_markdown_to_html(document(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Start now", "Start now"),
        (
            "$39 a month. No extras, 3.5 h, R&D, C#, 24/7, me & you",
            "$39 a month. No extras, 3.5 h, R&D, C#, 24/7, me & you",
        ),
        ("1. first", "1\\. first"),
        ("plumbline.example", "plumbline\\.example"),
        ("Write to hale@plumbline.example.", "Write to `hale@plumbline.example`."),
        ("a_b", "a\\_b"),
        ("  two\n\nlines\t", "two lines"),
        ("", ""),
    ],
)
def test_ordinary_text_stays_readable(text: str, written: str) -> None:
    assert escape(text) == written


def test_nothing_stays_nothing() -> None:
    page = Writer()
    page.points([])
    page.paragraph(Md(""))
    assert page.blocks == []
    assert strong(" \n") == ""


@given(st.text(), st.integers(min_value=9, max_value=60))
def test_a_long_line_keeps_its_beginning_and_its_end(text: str, longest: int) -> None:
    line, short = one_line(text), shortened(text, longest)
    assert len(short) <= longest
    if len(line) <= longest:
        assert short == line
    else:
        beginning, _, end = short.partition(" … ")
        assert line.startswith(beginning)
        assert line.endswith(end)
