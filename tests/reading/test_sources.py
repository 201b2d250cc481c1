"""Text from files: the text that is read with its place in the file, the text left out, and the files refused."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.reading.blocks import Block
from trueup.reading.sources import MOST_BYTES, Document, UnreadableError, document, documents, pasted

HTML = """<!doctype html><html><head><title>Chairside &amp; Co</title>
<meta name="description" content="Leave &amp; come back any time"><style>p { color: red }</style>
<script>if (a < b) say("cancel any time")</script></head>
<body class="has-cookie-banner"><nav>Menu</nav><h1>Fill your chairs<br>without lifting the phone</h1>
<p>Start free,
   no <b>call</b> needed.<p>Fair&nbsp;price<a class="btn" href="#">Start now</a>
<ul><li>No card<li>Cancel <em>any</em> time</ul>
<table><tr><td>Set-up fee<td>none</tr></table>
<blockquote>She was great</blockquote><div class="testimonials"><p>So was he</p></div>
<pre>code</pre><div id="cookie-consent">We use cookies</div><p hidden>Hidden</p>
<details><summary>Can I leave?</summary>Yes.</details><footer>&copy; 2026</footer></body></html>"""


def texts(read: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read.blocks]


def test_html_is_read_as_a_visitor_reads_it() -> None:
    assert texts(document("home.html", HTML.encode())) == [
        ("heading", "Chairside & Co"),
        ("text", "Leave & come back any time"),
        ("heading", "Fill your chairs\nwithout lifting the phone"),
        ("text", "Start free, no call needed."),
        ("text", "Fair price"),
        ("text", "Start now"),
        ("item", "No card"),
        ("item", "Cancel any time"),
        ("row", "Set-up fee | none"),
        ("quote", "She was great"),
        ("quote", "So was he"),
        ("code", "code"),
        ("heading", "Can I leave?"),
        ("text", "Yes."),
    ]


MARKDOWN = """---
title: Home
---
# Start **free**

Fair &amp; square, see [our prices](https://example.org/cheap "cheap") and ![a card](card.png) no
*contract* `code` here.

> She was
> great

- one
  - two

| Fee | none |
|---|---|
| a | b |

<p>Raw <b>HTML</b></p>

```
cancel any time
```
"""


def test_markdown_is_read_without_its_marks() -> None:
    assert texts(document("home.md", MARKDOWN.encode())) == [
        ("heading", "Start free"),
        ("text", "Fair & square, see our prices and no contract here."),
        ("quote", "She was great"),
        ("item", "one"),
        ("item", "two"),
        ("row", "Fee | none"),
        ("row", "a | b"),
        ("text", "Raw HTML"),
        ("code", "cancel any time"),
    ]


def test_plain_text_has_a_block_for_each_paragraph_and_each_short_line() -> None:
    long = "This line is a long one that was broken by an editor so that it\nfits."
    said = f"# Headline\nStart free\nNo card\n\n{long}\n- an item\n"
    assert [text for _, text in texts(document("home.txt", said.encode()))] == [
        "Headline",
        "Start free",
        "No card",
        "This line is a long one that was broken by an editor so that it fits.",
        "an item",
    ]


def test_signs_of_markdown_are_left_out_of_plain_text() -> None:
    said = "**Free forever. No sign-up.** See [our prices](https://example.org/p) and __leave any day.__ 2 ** 3, a__b"
    assert [text for _, text in texts(document("home.txt", said.encode()))] == [
        "Free forever. No sign-up. See our prices and leave any day. 2 ** 3, a__b"
    ]


def mail(body: bytes, *headers: str) -> bytes:
    return "\n".join(["From: a@example.org", "Subject: Start free", *headers, "", ""]).encode() + body


BODY = "You can leave whenever you like – yes, any time you want to, and nobody asks why.\n\n> quoted\n\n-- \nAnna\n"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("8bit", BODY.encode()),
        ("quoted-printable", quopri.encodestring(BODY.encode())),
        ("base64", base64.encodebytes(BODY.encode())),
    ],
)
def test_an_email_is_read_whatever_its_encoding(encoding: str, body: bytes) -> None:
    headers = ("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}")
    read = document("news.eml", mail(body, *headers))
    assert texts(read) == [
        ("heading", "Start free"),
        ("text", BODY.partition("\n")[0]),
        ("quote", "quoted"),
    ]
    assert [block.place(0)[0] for block in read.blocks[:2]] == [2, 6]


def test_an_email_in_two_forms_is_read_in_its_plain_text_form() -> None:
    parts = b"--x\nContent-Type: text/plain\n\nPlain words\n--x\nContent-Type: text/html\n\n<p>HTML words</p>\n--x--\n"
    read = document("news.eml", mail(parts, 'Content-Type: multipart/alternative; boundary="x"'))
    assert [text for _, text in texts(read)] == ["Start free", "Plain words"]


@pytest.mark.parametrize(("name", "raw"), [("a.html", HTML), ("a.md", MARKDOWN), ("a.txt", HTML), ("a.txt", MARKDOWN)])
def test_the_place_of_every_letter_is_known(name: str, raw: str) -> None:
    for block in document(name, raw.encode()).blocks:
        _stands_there(block, except_for="& |")


def _stands_there(block: Block, except_for: str = "") -> None:
    source = block.source
    for at, sign in enumerate(block.text):
        line, column = block.place(at)
        if not sign.isspace() and sign not in except_for:
            assert source.line(line)[column - 1] == sign


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", "Café, 5 € a cup"),
        ("utf-16", "Café, 5 € a cup"),
        ("utf-32", "Café, 5 € a cup"),
        ("latin-1", "Café crème and à la carte"),
    ],
)
def test_other_encodings_are_read(encoding: str, said: str) -> None:
    assert [text for _, text in texts(document("menu.txt", said.encode(encoding)))] == [said]


def test_broken_bytes_are_read_as_far_as_possible_with_a_note() -> None:
    read = document("menu.txt", b"Start free \xff\xfe now, caf\xe9")
    assert "Start free" in read.blocks[0].text
    assert "isn't UTF-8" in read.notes[0]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no text in it"),
        (b"   \n\n ", "no text in it"),
        (b"abc\0def", "zero bytes"),
        (bytes(range(1, 32)) * 50 + b"\xff", "isn't text"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04...", "packed file"),
        (b"\x89PNG\r\n", "a picture"),
        (b"a" * (MOST_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_a_file_that_is_not_a_page_is_refused_with_a_sentence(raw: bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        document("home.txt", raw)
    assert says in str(refused.value)
    assert str(refused.value).startswith("home.txt ")


def test_a_page_of_scripts_has_no_text() -> None:
    with pytest.raises(UnreadableError, match="no text in it"):
        document("app.html", b"<html><body><script>run()</script></body></html>")


def test_a_page_with_endless_nesting_is_read_with_a_note() -> None:
    read = document("deep.html", b"<div>" * 10_000 + b"Cancel any time" + b"</div>" * 9_000)
    assert texts(read) == [("text", "Cancel any time")]
    assert "nests its parts" in read.notes[0]


def test_a_page_in_another_language_gets_a_note() -> None:
    german = "Wir liefern am selben Tag, und du kannst jederzeit ohne Vertrag kündigen. " * 4
    (note,) = document("start.txt", german.encode()).notes
    assert "doesn't look like English" in note


def test_a_price_list_in_english_counts_as_english() -> None:
    rows = "\n".join(f"| Haircut {n} for the long and the short | €{n} |" for n in range(20))
    assert document("prices.txt", rows.encode()).notes == ()


def test_direction_marks_are_left_out_with_a_note() -> None:
    read = document("home.txt", "Start \u202efree\u202c now".encode())
    assert texts(read) == [("text", "Start free now")]
    assert "direction" in read.notes[0]


@pytest.mark.parametrize(
    "hostile",
    [piece * 200_000 for piece in ("<!--", "<", "<a ", "</", "<a '", "&", "<b>", "<![CDATA[", "<?", "<!")],
    ids=lambda text: text[:9],
)
def test_reading_hostile_html_always_ends(hostile: str) -> None:
    try:
        document("home.html", f"<p>Start free</p>{hostile}".encode())
    except UnreadableError as refused:
        assert str(refused)  # noqa: PT017 (either way is fine, as long as it ends)


def test_pasted_text_is_read_in_the_format_it_looks_like() -> None:
    assert texts(pasted("<p>Start <b>free</b></p>")) == [("text", "Start free")]
    assert texts(pasted("- Start free\n- No card")) == [("item", "Start free"), ("item", "No card")]


def test_folders_are_read_whole_and_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.html", ".git/x.md", "node_modules/y.md", "z.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Start free")
    read = list(documents([str(tmp_path)], lambda: b""))
    assert [Path(each.name).name for each in read if isinstance(each, Document)] == ["b.md", "c.html"]


def test_an_unreadable_file_does_not_stop_the_others_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Start free")
    gone, there, piped = documents([str(tmp_path / "gone.md"), str(tmp_path / "a.md"), "-"], lambda: b"Start free")
    assert isinstance(gone, UnreadableError)
    assert isinstance(there, Document)
    assert isinstance(piped, Document)
    assert piped.name == "standard input"


NAMES = st.sampled_from(["a.html", "a.md", "a.txt", "a.eml", "a"])


@given(NAMES, st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(name: str, raw: bytes) -> None:
    try:
        read = document(name, raw)
    except UnreadableError:
        return
    for block in read.blocks:
        assert [block.place(at) for at in range(len(block.text))]


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<br>", "<nav>", "</nav>", "&amp;", "<q>", "<td>", "Subject: a\n"),
            *("# ", "> ", "- ", "**", "[a](b)", "![x](y)", "|", "\n", "\n\n", "```", "\\*", "free ", "no card "),
        ]
    ),
    max_size=30,
).map("".join)


@given(NAMES, MARKUP)
def test_any_markup_is_read_and_the_place_of_every_letter_is_known(name: str, raw: str) -> None:
    try:
        read = document(name, raw.encode())
    except UnreadableError:
        return
    for block in read.blocks:
        if name != "a.eml":
            _stands_there(block, except_for="&|*")
