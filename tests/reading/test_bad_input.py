"""Bad input: reading any file gives claims or an error message, never a crash, and runs or fetches nothing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from trueup.cli import main
from trueup.content.model import Content
from trueup.reading.reader import read
from trueup.reading.sources import Document, UnreadableError, document, documents, from_file


def test_a_file_of_fifty_megabytes_is_refused_with_a_message(tmp_path: Path) -> None:
    page = tmp_path / "home.html"
    with page.open("wb") as file:
        file.write(b"<p>Cancel any time.</p>")
        file.truncate(50_000_000)
    with pytest.raises(UnreadableError, match="larger than 5 MB") as refused:
        from_file(page, "home.html")
    assert "save only its text" in str(refused.value)


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.thorough)])
def test_every_claim_of_thousands_of_lines_is_found_in_its_line(content: Content, count: int) -> None:
    lines = ["Nothing to see in this line."] * count
    for number in (1, count // 2, count):
        lines[number - 1] = "Cancel any time."
    for name in ("home.txt", "home.md", "home.html"):
        mark = "\n\n" if name == "home.md" else "\n"
        said = mark.join(f"<p>{line}</p>" if name == "home.html" else line for line in lines)
        claims = read(content, document(name, said.encode()).blocks).claims
        step = len(mark)
        assert [claim.line for claim in claims] == [step * (number - 1) + 1 for number in (1, count // 2, count)]


def test_a_single_endless_line_is_read(content: Content) -> None:
    said = "word " * 100_000 + "cancel any time"
    assert "leaving.anytime" in {claim.tag for claim in read(content, document("a.txt", said.encode()).blocks).claims}


@pytest.mark.parametrize(
    "raw",
    [
        b"Cancel any time.\xff\xfe\x80 No hidden fees.",
        "Cancel any time. No hidden fees.".encode("utf-16"),
        b"\xef\xbb\xbfCancel any time. No hidden fees.",
        "Cancel\u00a0any\u2009time. \u202eNo\u200b hidden\u00ad fees.".encode(),
        b"Cancel any time.\r\nNo hidden fees.\r",
        b"Cancel any time.\x0bNo hidden fees.\x0c\x1b[31m",
    ],
)
def test_no_claim_is_lost_in_an_unusual_or_broken_encoding(content: Content, raw: bytes) -> None:
    found = {claim.tag for claim in read(content, document("home.txt", raw).blocks).claims}
    assert {"leaving.anytime", "extras.open"} <= found


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.md", b"---\ntitle: Home\n---"),
        ("a.md", b"```"),
        ("a.md", b"> " * 5_000),
        ("a.md", b"[" * 20_000),
        ("a.md", b"| a |\n|---|\n" + b"|" * 20_000),
        ("a.html", b"<table>" * 5_000),
        ("a.html", b"&#xD800;&#0;&#99999999;"),
        ("a.eml", b"Subject: =?utf-8?b?????=\n\n"),
        ("a.eml", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x"),
        ("a.eml", b"Content-Type: text/plain; charset=nonsense\n\nCancel any time \xff"),
        ("a.eml", b"Content-Transfer-Encoding: base64\n\n%%%%"),
        ("a.txt", "\ud7ff\uffff🧵".encode()),
    ],
)
def test_a_malformed_file_is_read_or_refused_with_a_message(content: Content, name: str, raw: bytes) -> None:
    try:
        found = document(name, raw)
    except UnreadableError as error:
        refused = str(error)
    else:
        refused = ""
        assert read(content, found.blocks).blocks
    assert not refused or (refused.startswith("a.") and refused.endswith("."))


ATTACKS = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><head>
<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">
<script src="http://127.0.0.1:9/a.js"></script></head><body onload="go()"><img src="http://127.0.0.1:9/a.png">
<iframe src="file:///etc/passwd"></iframe><p>Cancel any time. &x; {{ 7 * 7 }} ${HOME} $(touch owned)</p>
</body></html>"""


def test_reading_a_page_runs_and_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.chdir(tmp_path)
    found = document("home.html", ATTACKS.encode()).blocks[-1]
    assert found.text == "Cancel any time. &x; {{ 7 * 7 }} ${HOME} $(touch owned)"
    Path("news.md").write_text(f"![x](http://127.0.0.1:9/a.png)\n\n{ATTACKS}")
    assert main(["read", "news.md"]) == 0
    assert os.listdir(tmp_path) == ["news.md"]  # noqa: PTH208 (names are enough)


def test_a_page_in_another_language_is_read_with_a_note(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "start.txt"
    page.write_text("Vi leverer samme dag, og du kan si opp når du vil, helt uten bindingstid. " * 5, encoding="utf-8")
    assert main(["read", str(page)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "doesn't look like English" in printed.err


def test_a_refused_page_leaves_the_business_file_as_it_was(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.md").write_text("Cancel any time.")
    Path("bad.md").write_bytes(b"Cancel any time.\0")
    assert main(["-f", "business.json", "read", "--into", "good.md"]) == 0
    before = Path("business.json").read_bytes()
    assert main(["-f", "business.json", "read", "--into", "bad.md"]) == 2
    assert Path("business.json").read_bytes() == before
    assert "zero bytes" in capsys.readouterr().err


def test_a_folder_with_a_link_back_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "home.md").write_text("Cancel any time.")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    found = list(documents([str(tmp_path)], lambda: b""))
    assert [type(each) for each in found] == [UnreadableError, Document]
