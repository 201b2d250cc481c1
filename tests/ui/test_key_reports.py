"""The escape sequences in which terminals report keys: none ends the app or types a character that no one typed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terminal import begin, trueup
from textual._xterm_parser import XTermParser

from trueup.ui.key_reports import Decoder, fit_for_textual


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("\x1b[100;1:2u", "\x1b[100;1u"),  # d, held down
        ("\x1b[100;1:3u", ""),  # d, released
        ("\x1b[100:68:99;2:1;68u", "\x1b[100;2;68u"),
        ("\x1b[1;1:3A", ""),
        ("\x1b[1;5A", "\x1b[1;5A"),
        ("\x1b[57358u", ""),  # Caps Lock
        ("\x1b[57441;2:1u", ""),  # Shift alone
        ("\x1b[1114112u\x1b[55296u\x1b[97;;1114112u", ""),
        ("a\x1bb\x1b[200~x\x1b[201~\x1b[<0;5;5M\x1b[?2026;2$y", "a\x1bb\x1b[200~x\x1b[201~\x1b[<0;5;5M\x1b[?2026;2$y"),
    ],
)
def test_a_report_is_rewritten_into_a_form_that_textual_reads(sent: str, read: str) -> None:
    assert fit_for_textual(sent) == read


@given(st.lists(st.sampled_from(["\x1b[", *"0123456789:;u~AR<M?", "57358", "a"]), max_size=12).map("".join))
def test_no_report_stops_the_input(sent: str) -> None:
    list(XTermParser().feed(Decoder().decode(sent.encode())))


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")
def test_reports_from_an_alternate_keyboard_do_not_end_the_program(tmp_path: Path) -> None:
    with trueup(tmp_path / "business.json") as terminal:
        begin(terminal)
        terminal.press("\x1b[100;1:2u", "\x1b[57358;1:1u", "\x1b[49;1:1u", "\x1b[49;1:3u")
        terminal.wait_for("Saved")
        assert not terminal.ended()
