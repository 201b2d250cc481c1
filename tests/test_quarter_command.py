"""`trueup quarter`, and `export` with several quarters. The tests use real files and don't depend on today's date."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from tests.businesses import content_of
from tests.export.example import business
from tests.quarters import following, on_disk
from tests.test_cli import SMALL, Run, run  # noqa: F401

from trueup.answers.document import document_from_audit
from trueup.answers.model import Audit
from trueup.engine.next_quarter import quarter_of
from trueup.storage.store import open_store, read_documents

CONTENT = content_of(SMALL)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three quarters, long past: the promised speed was missed, then kept, then missed again."""
    document = document_from_audit(business())
    quick = {**document, "answers": {**document["answers"], "operations.speed": 1.0}}
    return on_disk(tmp_path / "business.json", following(CONTENT, "2019-Q1", [document, quick, document]))


def test_the_list_of_quarters_has_a_line_for_each_quarter_with_its_figures(run: Run, file: Path) -> None:  # noqa: F811
    code, out, _ = run("quarter", "-f", file)
    assert code == 0
    assert out == run("quarter", "list", "-f", file)[1]
    head, *lines = out.splitlines()[2:]
    assert head.split()[:4] == ["≠", "≈", "?", "judged"]
    assert [line.split()[:4] for line in lines] == [
        ["2019-Q1", "2", "0", "0"],
        ["2019-Q2", "1", "0", "0"],
        ["2019-Q3", "2", "0", "0"],
    ]
    assert [line.split("%")[-1].split()[-1] for line in lines] == ["finished", "finished", "on"]


def test_the_list_of_quarters_names_copies_kept_next_to_the_business_file(run: Run, file: Path) -> None:  # noqa: F811
    assert "Kept next to your file" not in run("quarter", "-f", file)[1]
    (file.parent / "business.json.damaged-1").write_text("half")
    (file.parent / "business.json.found-1.txt").write_text("no name of ours")
    listed = " ".join(run("quarter", "-f", file)[1].split())
    assert "Kept next to the file, but not used: " in listed
    assert "business.json.damaged-1." in listed
    assert "found-1" not in listed


def test_a_quarter_is_shown_with_its_findings_and_its_changes(run: Run, file: Path) -> None:  # noqa: F811
    code, out, _ = run("quarter", "show", "2019-Q2", "-f", file)
    assert code == 0
    assert "Plumbline, 2019-Q2, finished on 2019-07-01" in out
    assert "≠  Counted: most talk first" in out
    assert "Since 2019-Q1: 1 fixed and 2 persisting." in out
    assert re.search(r"fixed +Promised now, there in a week", out)
    assert "Operations: hours to deliver: 90 hours → 1 hour" in out
    assert re.search(r"reopened +Promised now, there in a week", run("quarter", "show", "2019-Q3", "-f", file)[1])
    code, _, error = run("quarter", "show", "2018-Q1", "-f", file)
    assert code == 2
    assert "holds no quarter 2018-Q1, but 2019-Q1, 2019-Q2 and 2019-Q3" in error


def test_a_shown_quarter_lists_mismatches_with_one_cause_under_the_one_that_is_counted(run: Run, file: Path) -> None:  # noqa: F811
    with open_store(file, today=date.today()) as store:
        document = store.load("2019-Q1")
        assert document is not None
        first, second = document["found"]["mismatches"][:2]
        second["under"] = first["id"]
        store.save(document)
    _, head, *lines = run("quarter", "show", "2019-Q1", "-f", file)[1].splitlines()
    assert head.startswith("1 open")
    assert [len(line) - len(line.lstrip()) for line in lines if line.lstrip()[0] in "≠≈?"] == [4, 7]


def test_the_next_quarter_begins_with_all_answers_copied_except_the_customers(run: Run, file: Path) -> None:  # noqa: F811
    today = date.today()
    code, out, _ = run("quarter", "new", "-f", file)
    assert code == 0
    begun = quarter_of(today)
    assert f"{begun} has begun in " in out
    assert "2019-Q3 is kept as it was found." in out
    documents = read_documents(file)
    assert documents["2019-Q3"]["found"]["day"] == today.isoformat()
    assert documents[begun]["answers"] == documents["2019-Q3"]["answers"]
    assert "customers" not in documents[begun]
    assert "customer" in documents[begun]["unconfirmed"]
    before = file.read_bytes()
    code, _, error = run("quarter", "new", "-f", file)
    assert code == 2
    assert "has already begun" in error
    assert file.read_bytes() == before


def test_no_quarter_begins_when_the_clock_is_set_back(run: Run, tmp_path: Path) -> None:  # noqa: F811
    ahead = on_disk(tmp_path / "b.json", (Audit("Plumbline", "2099-Q4"),))
    before = ahead.read_bytes()
    code, _, error = run("quarter", "new", "-f", ahead)
    assert code == 2
    assert "According to this computer's clock it's " in error
    assert ahead.read_bytes() == before


def test_a_finished_quarter_can_be_reopened_and_finished_again(run: Run, file: Path) -> None:  # noqa: F811
    assert run("quarter", "reopen", "2019-Q1", "-f", file)[0] == 0
    assert "found" not in read_documents(file)["2019-Q1"]
    assert run("quarter", "reopen", "2019-Q1", "-f", file)[0] == 2
    assert run("quarter", "finish", "2019-Q1", "-f", file)[0] == 0
    assert read_documents(file)["2019-Q1"]["found"]["mismatches"]
    code, _, error = run("quarter", "finish", "2019-Q3", "-f", file)
    assert code == 2
    assert "2019-Q3 is the current quarter" in error


@pytest.mark.parametrize("command", [["quarter", "new"], ["quarter", "reopen", "2019-Q1"]])
def test_a_file_open_in_another_process_is_not_changed(run: Run, file: Path, command: list[str]) -> None:  # noqa: F811
    with open_store(file, today=date.today()):
        before = file.read_bytes()
        code, _, error = run(*command, "-f", file)
        assert code == 2
        assert "is open in another trueup" in error
        assert file.read_bytes() == before


def test_an_export_into_a_folder_that_is_not_there_writes_no_file_of_that_name(run: Run, file: Path) -> None:  # noqa: F811
    code, _, error = run("export", "-f", file, "-o", f"{file.parent}/nowhere/")
    assert code == 2
    assert "There is no folder" in error
    assert not (file.parent / "nowhere").exists()


def test_the_summary_is_compared_with_the_named_quarter(run: Run, file: Path) -> None:  # noqa: F811
    assert "## What changed since 2019-Q2" in run("export", "-f", file)[1]
    assert "## What changed since 2019-Q1" in run("export", "--since", "2019-Q1", "-f", file)[1]
    code, _, error = run("export", "--since", "2019-Q3", "-f", file)
    assert code == 2
    assert "before it are 2019-Q1 and 2019-Q2" in error


def test_numbers_are_exported_for_all_quarters_unless_one_is_named(run: Run, file: Path) -> None:  # noqa: F811
    def quarters(*more: str) -> set[str]:
        _, *rows = csv.reader(io.StringIO(run("export", "--format", "csv", *more, "-f", file)[1]))
        return {row[0] for row in rows}

    assert quarters() == {"2019-Q1", "2019-Q2", "2019-Q3"}
    assert quarters("--quarter", "2019-Q2") == {"2019-Q2"}


def test_a_quarter_imported_by_mistake_can_be_removed_and_a_copy_is_kept(run: Run, file: Path) -> None:  # noqa: F811
    before = file.read_bytes()
    code, _, err = run("quarter", "remove", "2019-Q3", "-f", file)
    assert (code, "add --yes if you mean it" in err) == (2, True)
    assert file.read_bytes() == before
    code, out, _ = run("quarter", "remove", "2019-Q3", "--yes", "-f", file)
    assert code == 0
    assert "2019-Q2 is the newest quarter now" in out
    assert list(read_documents(file)) == ["2019-Q1", "2019-Q2"]
    assert file.with_name("business.json.removed-1").read_bytes() == before
    assert run("quarter", "remove", "2019-Q1", "--yes", "-f", file)[0] == 0
    code, _, err = run("quarter", "remove", "2019-Q2", "--yes", "-f", file)
    assert (code, "the only quarter" in err) == (2, True)


@pytest.mark.parametrize("command", [["quarter", "show"], ["export", "--since"], ["check", "--quarter"]])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("2019-Q9", "there is no 2019-Q9; a year has the quarters Q1 to Q4"),
        ("2019-Q10", "there is no 2019-Q10; a year has the quarters Q1 to Q4"),
        ("last", "“last” isn't a quarter; write one such as 2026-Q4"),
        ("2019-Q1-Q2", "“2019-Q1-Q2” isn't a quarter; write one such as 2026-Q4"),
    ],
)
def test_a_name_that_is_no_quarter_is_refused_with_the_reason(
    run: Run,  # noqa: F811
    file: Path,
    command: list[str],
    name: str,
    says: str,
) -> None:
    code, _, said = run(*command, name, "-f", file)
    assert code == 2
    assert says in said


@pytest.mark.parametrize("command", [["quarter", "show"], ["export", "--since"], ["check", "--quarter"]])
def test_a_quarter_of_any_year_that_is_not_in_the_file_is_answered_with_those_that_are(
    run: Run,  # noqa: F811
    file: Path,
    command: list[str],
) -> None:
    code, _, said = run(*command, "1999-Q1", "-f", file)
    assert code == 2
    assert "1999-Q1" in said
    assert "2019-Q1" in said
    assert "write a quarter" not in said


def test_the_name_of_a_quarter_can_be_typed_in_small_letters(run: Run, file: Path) -> None:  # noqa: F811
    assert run("quarter", "show", "2019q2", "-f", file) == run("quarter", "show", "2019-Q2", "-f", file)
