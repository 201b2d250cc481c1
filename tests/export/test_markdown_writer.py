"""Whatever a founder writes, a Markdown document keeps its structure and shows all of the founder's text."""

from __future__ import annotations

import html
import random
import re

import cmarkgfm
import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.export.reading import harmless, passages, shape, texts, words

from trueup.export.markdown_writer import Item, Md, Writer, escape, quoted, strong
from trueup.wording.shortening import one_line, shortened


def document(text: str) -> str:
    """A Markdown document with `text` in every place that can hold text."""
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
def test_no_text_changes_the_structure_and_all_of_it_is_read_back(reader: MarkdownIt, text: str) -> None:
    read = reader.parse(document(text))
    assert shape(read) == shape(reader.parse(document(harmless(text))))
    seen = words(read)
    assert seen[0] == one_line(text)
    assert seen[1] == f"{one_line(text)} {one_line(text)} (so “{one_line(text)}”)."
    for lines in passages(text):
        assert "\n".join(lines) in seen


@given(text=texts.filter(one_line))
def test_no_markdown_parser_turns_text_into_a_link_a_picture_or_struck_out_words(text: str) -> None:
    for page in (
        cmarkgfm.github_flavored_markdown_to_html(document(text)),
        mistune.create_markdown(plugins=["url", "table", "strikethrough", "footnotes", "task_lists"])(document(text)),
    ):
        assert not re.search(r"<(a|img|del|input|script|pre|hr)\b", str(page))


@pytest.mark.parametrize("text", ["www.!aZ&Y=@b0baa_.DEbD", "www./9%|Y@b0aaca.bDca: ", "a www.`=0}X`@bcb.bDabDa!"])
def test_text_with_www_and_a_special_character_never_becomes_a_link(text: str) -> None:
    assert "<a " not in cmarkgfm.github_flavored_markdown_to_html(document(text))


LOCAL = (
    *("a", "hale", "o'brien", "x.y", "x_y", "-", "+", "_", "%", "ü", "&", "!", "#", "*", "~", "1", ".", "..", "名"),
    *("/", "=", "|", "`", "\\", "<", ">", "(", ")", "[", "]", ":", "mailto:", "xmpp:", "http://", "www.", "ftp://", ""),
)
HOST = (
    *("a", "plumbline", "example", ".", "-", "_", "com", "co.uk", "ü", "1", "@", "..", ":8080", "/path", "?q=1", "#x"),
    *("]", ")", ">", ".", "`", ",", "*", "~", "名.jp", "|"),
)
AROUND = ("", " ", *"()<>[]*_`\"'\\|,.;:!", "~~", "mailto:", "word", " and ")


def address(dice: random.Random) -> str:
    """Text that resembles an email address, between characters with a meaning in Markdown."""
    local = "".join(dice.choices(LOCAL, k=dice.randint(1, 4)))
    host = "".join(dice.choices(HOST, k=dice.randint(1, 6)))
    return dice.choice(AROUND) + local + dice.choice("@@@＠") + host + dice.choice(AROUND)


@pytest.mark.parametrize(
    "known", ["mailto:@a.com", "xmpp:a@/path.com", "xmpp:@/path.com", "hale@b..@word", "x xmpp:@a|b.com y"]
)
def test_every_markdown_parser_shows_an_email_address_as_the_same_text(
    known: str, request: pytest.FixtureRequest
) -> None:
    """Each address was once shown wrongly. With `--thorough`, 25,000 similar ones are tried for each."""
    dice = random.Random(known)
    many = 250 if request.config.getoption("--thorough") else 2
    for each in [known], *([address(dice) for _ in range(100)] for _ in range(many)):
        wanted = [line for text in each if (line := one_line(text))]
        page = Writer()
        page.points([Item(escape(text)) for text in wanted])
        page.table([Md("Address")], [[escape(text)] for text in wanted])
        for read in (
            MarkdownIt("commonmark").enable("table").render,
            MarkdownIt("gfm-like").render,  # this reader turns addresses into links
            cmarkgfm.github_flavored_markdown_to_html,
            mistune.create_markdown(plugins=["url", "table", "strikethrough", "footnotes", "task_lists"]),
        ):
            shown = str(read(page.text()))
            found = re.findall(r"<(?:li|td)>(.*?)</(?:li|td)>", shown, re.DOTALL)
            assert [html.unescape(re.sub("</?code>", "", each)).strip("\n") for each in found] == wanted * 2


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
        ("Ring me until 1 a.m. on Fridays, e.g. today.", "Ring me until 1 a.m. on Fridays, e.g. today."),
        ("Ask s.o. at a.co", "Ask s.o. at a\\.co"),
        ("a_b", "a\\_b"),
        ("  two\n\nlines\t", "two lines"),
        ("", ""),
    ],
)
def test_ordinary_text_is_not_escaped(text: str, written: str) -> None:
    assert escape(text) == written


def test_empty_text_produces_no_block() -> None:
    page = Writer()
    page.points([])
    page.paragraph(Md(""))
    assert page.blocks == []
    assert strong(" \n") == ""


@given(st.text(), st.integers(min_value=9, max_value=60))
def test_a_long_line_keeps_its_beginning_unbroken(text: str, longest: int) -> None:
    line, short = one_line(text), shortened(text, longest)
    assert len(short) <= longest
    if len(line) <= longest:
        assert short == line
    else:
        assert short.endswith(" …")
        assert line.startswith(short.removesuffix(" …"))


CORRECTIONS = "Corrections: 70 euros an hour, not in the quote. What lies outside it is a separate order, known before."


@pytest.mark.parametrize(
    ("longest", "short"),
    [
        (104, CORRECTIONS),
        (70, "Corrections: 70 euros an hour, not in the quote. …"),
        (60, "Corrections: 70 euros an hour, not in the quote. …"),
        (40, "Corrections: 70 euros an hour …"),
        (30, "Corrections: 70 euros an …"),
    ],
)
def test_a_long_line_ends_at_a_sentence_or_a_clause_if_one_ends_there(longest: int, short: str) -> None:
    assert shortened(CORRECTIONS, longest) == short
