"""Founder text can't control the terminal or the file that it is written to."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.sanitize import plain_text

DIRECTION = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Start now", "Start now"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("half \x1b[", "half ["),
        ("half \x1b]0;open", "half ]0;open"),
        ("NUL\x00 BEL\x07", "NUL BEL"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("\ud800lone", "lone"),
        ("one\ttab\r\nline\u2028end", "one tab line end"),
        ("[/b] [@click=app.quit] {x}", "[/b] [@click=app.quit] {x}"),
        ("नमस्ते 👩\u200d🔧 é", "नमस्ते 👩\u200d🔧 é"),
        ("Nice\U000e0041\U000e0042 shop", "Nice\ufffd shop"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Tam & Son", None),
        ("", ""),
    ],
)
def test_cleaned_text_is_what_a_person_would_read(given_text: str, shown: str | None) -> None:
    assert plain_text(given_text) == (given_text if shown is None else shown)


def test_line_breaks_are_kept_when_asked_for() -> None:
    assert plain_text("one\r\ntwo\rthree\x0bfour\n\nfive", lines=True) == "one\ntwo\nthree\nfour\n\nfive"


@given(st.text(st.characters(codec=None, exclude_categories=())), st.booleans())
def test_no_control_character_survives_and_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    shown = plain_text(text, lines=lines)
    allowed = "\n" if lines else ""
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in allowed]
    assert not DIRECTION & set(shown)
    assert plain_text(shown, lines=lines) == shown
    shown.encode()  # the text can be encoded, so any file can hold it


def test_a_megabyte_of_unfinished_escape_sequences_keeps_all_its_text() -> None:
    assert plain_text("\x1b[0;" * 250_000) == "[0;" * 250_000
    assert plain_text("\x1b]0;" * 250_000) == "]0;" * 250_000
