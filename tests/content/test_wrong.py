"""All mistakes in a folder are reported at once and in order; a part that refers to a broken part isn't reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.businesses import content_of
from tests.content.wrong import OFFER, START, WHO, problems

from trueup.content.problems import ContentError, instead, nearest


def swap(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def test_the_errors_of_all_files_are_reported_together_and_in_order(folder: Path) -> None:
    swap(folder, WHO, "severity = 2", "severity = 9")
    swap(folder, OFFER, 'side = "sell"', 'side = "sells"')
    swap(folder, OFFER, '["subscription"]', '["monthly"]')
    swap(folder, START, 'to = "start.alone"', 'to = "start.alnoe"')
    (folder / "customer.md").unlink()
    found = problems(folder)
    assert [problem.file for problem in found] == ["customer.md", START, WHO, OFFER, OFFER]
    assert [str(problem).split(": ")[0] for problem in found[2:4]] == [f"{WHO}:17", f"{OFFER}:17"]
    assert found[0].message == "this file is missing; write # Customer and its questions in it"


def test_the_message_of_an_error_is_that_of_its_only_problem(folder: Path) -> None:
    swap(folder, WHO, "severity = 2", "severity = 9")
    with pytest.raises(ContentError) as refused:
        content_of(folder)
    assert str(refused.value) == str(refused.value.problems[0])
    assert str(refused.value).startswith("mismatches/who.md:17: there is no severity 9; write 5 critical")


def test_several_mistakes_in_one_fence_are_all_reported(folder: Path) -> None:
    swap(folder, OFFER, 'short = "the price"', 'shrot = "the price"\nevidence = "memories"\nessential = 1')
    assert [(problem.line, problem.message.split(";")[0]) for problem in problems(folder)] == [
        (36, '"shrot" means nothing here'),
        (37, '"evidence" can\'t be "memories"'),
        (38, '"essential" is 1'),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (START, 'heading = "starting"', "heading = 3"),
        (START, 'heading = "starting"', "heading ="),
        (START, "# How a customer starts", "How a customer starts"),
        (OFFER, 'id = "offer.model"', 'id = "offer.model"\nside = "sells"'),
        (OFFER, 'id = "offer.model"', 'id = "offer.model"\nside ='),
    ],
)
def test_a_part_that_refers_to_a_broken_part_is_not_reported(folder: Path, file: str, old: str, new: str) -> None:
    swap(folder, file, old, new)
    assert [problem.file for problem in problems(folder)] == [file]


def test_a_check_without_a_fix_is_reported(folder: Path) -> None:
    text = (folder / WHO).read_text()
    fixes = text[text.index("[[fix]]") : text.rindex("```")]
    swap(folder, WHO, fixes, "")
    (problem,) = problems(folder)
    assert (problem.file, problem.line) == (WHO, 15)
    assert problem.message == "no way out is offered; write a [[fix]] with move, to, effort, do and costs_you"


def test_a_fix_may_change_either_of_two_conflicting_promises(folder: Path) -> None:
    two = '{ say = ["who.aimed"], of = "promise" }, { say = ["who.others"], of = "promise", other = true }'
    swap(folder, WHO, '{ believe = ["who.aimed"] }, { deliver = ["who.others"] }', two)
    swap(folder, WHO, 'move = "believe"', 'move = "say"')
    swap(folder, WHO, 'move = "deliver"', 'move = "say"')
    assert content_of(folder).checks["who.others"].fixes[0].to == "who.others"


def test_a_file_that_isnt_text_is_reported(folder: Path) -> None:
    raw = (folder / OFFER).read_bytes()
    (folder / OFFER).write_bytes(raw.replace(b"cheapest", b"cheap\xffest"))
    (problem,) = problems(folder)
    assert (problem.file, problem.line) == (OFFER, 26)
    assert "write the file as UTF-8" in problem.message


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "nowhere")
    assert problem.message == "there is no such folder; write the path of screens/"


def test_an_empty_folder_is_reported_with_every_missing_file(tmp_path: Path) -> None:
    assert {problem.file for problem in problems(tmp_path)} == {
        f"{name}.md" for name in ("identity", "offer", "market", "operations", "promise", "channel", "customer")
    }


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("strat", "start"), ("start.tlk", "start.talk"), ("goal.x", None), ("prize.low", "price.low"),
        ("zzz", None), ("", None),
    ],
)  # fmt: skip
def test_the_nearest_word_is_suggested(word: str, near: str | None) -> None:
    assert nearest(word, ["start", "start.talk", "price.low", "price.high"]) == near


def test_the_valid_words_are_listed_when_none_is_near() -> None:
    assert instead("zzz", []) == "leave it out"
    assert instead("zzz", ["alone"]) == 'write "alone" instead'
    assert instead(3, map(str, range(10))) == "write one of 0, 1, 2, 3, 4, 5, 6, 7, …"


def test_a_matching_topic_counts_more_than_spelling_when_a_tag_is_suggested() -> None:
    assert nearest("start.xyz", ["start.talk", "price.xyz9", "art.xyz"]) == "start.talk"
