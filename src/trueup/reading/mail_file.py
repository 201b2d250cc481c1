"""Turns a saved email into blocks: its subject, and its text or, if it has no text, its HTML.

Each character has its place in the file. In quoted-printable text, that is where its code is; in base64, it's where the
encoded part begins.
"""

from __future__ import annotations

import base64
import binascii
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import Parser
from typing import Final

from trueup.reading.blocks import Block, Building, SourceText

_SIGNATURE: Final = re.compile(r"\n-- ?\n")
_CODE: Final = re.compile(r"=(?:([0-9A-Fa-f]{2})|[ \t]*\n)")


def blocks(source: SourceText) -> list[Block]:
    """Return the blocks of an email. Text quoted from another email is of the kind `quote`. A signature is left out."""
    message = Parser().parsestr(source.text)
    found = _subject(message, source)
    part = _best_part(message)
    if part is None:
        return found
    raw = part.get_payload()
    begins = source.text.find(raw) if isinstance(raw, str) and raw else -1
    if not isinstance(raw, str) or begins < 0:
        return found
    text, offsets = _decoded(part, raw, begins)
    if part.get_content_subtype() != "html":
        signature = _SIGNATURE.search(text)
        text = text[: signature.start() + 1] if signature else text
    inner = SourceText.of(source.name, text)
    return [*found, *(_moved(block, source, offsets) for block in _read(part, inner))]


def _read(part: Message, text: SourceText) -> list[Block]:
    if part.get_content_subtype() == "html":
        from trueup.reading import html_file  # imported late: its tokenizer is slow to load

        return html_file.blocks(text)[0]
    from trueup.reading import plain_file

    return plain_file.blocks(text)


def _subject(message: Message, source: SourceText) -> list[Block]:
    given = message.get("Subject")
    if given is None:
        return []
    written = str(given)
    try:
        subject = str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, ValueError):  # a header that no mail program wrote
        subject = written
    at = re.search(r"^subject:[ \t]*", source.text, re.IGNORECASE | re.MULTILINE)
    there = at.end() if at else 0
    building = Building(source)
    if subject == written:
        building.add(subject, there)
    else:
        building.stand_in(subject, there)
    return building.finished("heading", 1)


def _best_part(message: Message) -> Message | None:
    """Return the part with the plain text, or else with the HTML; None without either."""
    found: dict[str, Message] = {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and part.get_filename() is None:
            found.setdefault(kind, part)
    return found.get("text/plain") or found.get("text/html")


def _decoded(part: Message, raw: str, begins: int) -> tuple[str, list[int]]:
    """Return the text of a part, and the offset in the file of each of its characters."""
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    charset = str(part.get_content_charset() or "utf-8")
    if coding == "quoted-printable":
        return _from_quoted_printable(raw, begins, charset)
    if coding == "base64":
        try:
            text = _as_text(base64.b64decode(raw, validate=False), charset)
        except (binascii.Error, ValueError):
            return "", []
        return text, [begins] * (len(text) + 1)
    return raw, list(range(begins, begins + len(raw) + 1))


def _from_quoted_printable(raw: str, begins: int, charset: str) -> tuple[str, list[int]]:
    data, places = bytearray(), []
    at = 0
    while at < len(raw):
        code = _CODE.match(raw, at) if raw[at] == "=" else None
        if code is None:
            one = raw[at].encode("utf-8", "replace")
            data += one
            places += [begins + at] * len(one)
            at += 1
        else:
            if code[1]:
                data.append(int(code[1], 16))
                places.append(begins + at)
            at = code.end()
    text = _as_text(bytes(data), charset)
    offsets, byte = [], 0
    for sign in text:
        offsets.append(places[min(byte, len(places) - 1)])
        byte += _bytes_of(sign, charset)
    return text, [*offsets, begins + len(raw)]


def _as_text(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace").replace("\r\n", "\n").replace("\r", "\n")
    except LookupError:  # an unknown character set
        return data.decode("utf-8", "replace")


def _bytes_of(sign: str, charset: str) -> int:
    try:
        return len(sign.encode(charset))
    except (LookupError, UnicodeEncodeError):
        return 1


def _moved(block: Block, source: SourceText, offsets: list[int]) -> Block:
    """Return a block of the decoded text, with its offsets converted to offsets in the file."""
    pieces: list[tuple[int, int]] = []
    ends = [begins for begins, _ in block.pieces[1:]] + [len(block.text)]
    for (begins, there), end in zip(block.pieces, ends, strict=True):
        for at in range(begins, end):
            where = offsets[min(there + at - begins, len(offsets) - 1)]
            if not pieces or pieces[-1][1] + at - pieces[-1][0] != where:
                pieces.append((at, where))
    return Block(block.text, tuple(pieces), source, block.kind, block.level)
