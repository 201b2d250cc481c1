"""Splitting one Markdown file into its parts."""

from __future__ import annotations

import pytest

from trueup.content.markdown import Fence, FenceError, sections

FILE = """\
# A title

An introduction that
runs over two lines.

A second *paragraph*, `as written`.

## First
```toml
id = "x.first"
```
Text.

- record: the last five,
  line by line
- memory: a guess

1. one
2. two

## Second ##
### Deeper
```text
verbatim
```
"""


def test_headings_are_read_with_their_line_numbers() -> None:
    assert [(s.level, s.title, s.line) for s in sections(FILE)] == [
        (1, "A title", 1),
        (2, "First", 8),
        (2, "Second", 21),
    ]


def test_the_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart() -> None:
    title, *_ = sections(FILE)
    assert title.prose == "An introduction that runs over two lines.\n\nA second *paragraph*, `as written`."


def test_a_list_item_has_its_line_number_and_its_lines_are_joined() -> None:
    _, first, _ = sections(FILE)
    assert [(b.marker, b.text, b.line) for b in first.blocks][1:3] == [
        ("- ", "record: the last five, line by line", 14),
        ("- ", "memory: a guess", 16),
    ]
    assert first.prose.endswith("- memory: a guess\n1. one\n2. two")


def test_only_toml_fences_are_read_as_data() -> None:
    _, first, second = sections(FILE)
    assert [(fence.line, fence.text) for fence in first.fences] == [(9, 'id = "x.first"\n')]
    assert not second.fences
    assert second.prose == "### Deeper\n\n```text\nverbatim\n```"


def test_text_before_the_first_heading_is_not_lost() -> None:
    before, title = sections("Stray.\n\n# Title\n")
    assert (before.level, before.prose, title.title) == (0, "Stray.", "Title")


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_line_ends_of_any_system_are_read(end: str) -> None:
    text = "# A\n\none\ntwo".replace("\n", end or "\n") + end
    assert [(s.title, s.prose) for s in sections(text)] == [("A", "one two")]


def test_text_that_looks_like_markup_stays_text() -> None:
    (only,) = sections("# A\n\nnot a title\n---\n> not a quote\n\n    not code\n")
    assert only.prose == "not a title --- > not a quote\n\nnot code"


FENCE = Fence(
    10,
    """\
id = "a.b"
"between" = [
  { say = ["a.b", "a.c"] },
  { deliver = ["a.d"] },
]
[choices]
alone = "x"
id = "y"
[[fix]]
do = "a.d"
[[fix]]
do = "z"
""",
)


@pytest.mark.parametrize(
    ("path", "word", "line"),
    [
        ((), "", 10),
        (("id",), "", 11),
        (("between", 1, "deliver"), "", 12),
        (("between",), "a.c", 13),
        (("between",), "a.d", 14),
        (("choices",), "", 16),
        (("choices", "alone"), "", 17),
        (("choices", "alone", "label"), "", 17),
        (("choices", "id"), "", 18),
        (("choices", "missing"), "", 16),
        (("fix", 0, "do"), "", 20),
        (("fix", 1, "do"), "", 22),
        (("fix", 1, "effort"), "", 21),
        (("missing",), "", 10),
    ],
)
def test_the_line_of_a_key_is_found(path: tuple[str | int, ...], word: str, line: int) -> None:
    assert FENCE.line_of(*path, word=word) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 6), ("a = 1\na = 2\n", 6), ("a = 1\n\nb = [\n 1,\n", 8), ('a = """\nx\n', 6)],
)
def test_an_invalid_fence_is_reported_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FenceError) as wrong:
        Fence(4, text).data()
    assert wrong.value.line == line
