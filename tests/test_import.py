"""`trueup import`: the report after an import of answers; what an export shows, asks, imports and leaves unchanged."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from tests.businesses import our_content
from tests.reading.test_sales_and_visits import EXPORTS, a_business

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit, Row
from trueup.cli import main
from trueup.commands.import_file import bring, doubtful
from trueup.paths import columns_file
from trueup.storage.store import open_store, read_documents

CONTENT = our_content()


def doubts(answers: dict[str, str], *groups: Row) -> str:
    audit = Audit("Acme", "2026-Q4", answers={key: Answer(value) for key, value in answers.items()})
    return "\n".join(doubtful(CONTENT, audit.with_rows("group", groups)))


def test_answers_for_another_kind_of_business_are_reported() -> None:
    told = doubts({"identity.kind": "software", "operations.maker": "hands", "operations.leaving": "direct"})
    assert told.startswith("Not asked, or not this way")
    assert told.endswith("operations.maker, operations.leaving.")


def test_answers_that_depend_on_a_missing_answer_are_reported_once() -> None:
    rows = [Row(name, {"name": Answer(name), "aim": Answer("for"), "hours": Answer("elsewhere")}) for name in "ab"]
    told = doubts({"identity.kind": "software", "operations.offline": "online"}, *rows)
    assert told == "Asked only after another answer, so not compared: operations.offline, group.hours."


def test_answers_to_questions_that_are_asked_are_not_reported() -> None:
    assert doubts({"identity.kind": "software", "identity.goal": "volume", "operations.leaving": "click"}) == ""


def test_a_negative_number_is_imported_as_a_loss() -> None:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"operations.margin": -130}}
    assert audit_from_document(document, CONTENT).answers["operations.margin"].value == -130


def test_an_import_with_other_words_asks_again_whether_they_are_kept(tmp_path: Path) -> None:
    file, source = tmp_path / "clay.json", tmp_path / "new.json"
    promise = {"id": "six", "words": "Groups of at most six.", "where": "page", "kept": 1, "claims": []}
    document = {"business": "Clay", "quarter": "2026-Q4", "answers": {}, "promises": [promise]}

    def brought(words: str, quarter: str) -> tuple[str, object]:
        changed = {**document, "quarter": quarter, "promises": [{**promise, "words": words}]}
        source.write_text(json.dumps(changed), "utf-8")
        said = bring(str(source), file, replace=True).text
        return said, read_documents(file)[quarter]["promises"][0].get("kept")

    assert brought("Groups of at most six.", "2026-Q4")[1] == 1
    assert brought("Groups of at most six people.", "2027-Q1")[1] is None
    said, kept = brought("Groups of at most eight.", "2026-Q4")
    assert "asks again whether you keep: “Groups of at most eight”" in said
    assert kept is None


# Figures ----------------------------------------------------------------------

Asked = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A business file with its own settings."""
    monkeypatch.setenv("TRUEUP_SETTINGS", str(tmp_path / "settings.toml"))
    path = tmp_path / "business.json"
    with open_store(path, today=date(2026, 11, 10)) as store:
        store.save(document_from_audit(a_business()))
    return path


def run_import(file: Path, *more: str) -> int:
    return main(["import", "-f", str(file), *more])


VISITS = str(EXPORTS / "visits.tsv")


def test_nothing_is_imported_without_confirmation(file: Path, capsys: Asked) -> None:
    before = file.read_bytes()
    assert run_import(file, VISITS, "--as", "etsy=market") == 2
    shown = capsys.readouterr()
    assert "3 lines of visits, split by tabs" in " ".join(shown.out.split())
    assert "Marketplace: looked 400" in shown.out
    assert "newsletter" in shown.out
    assert "nothing was imported" in shown.err
    assert file.read_bytes() == before
    assert columns_file() is None or not columns_file().exists()  # type: ignore[union-attr]


def test_confirmed_figures_are_imported_and_the_meaning_of_sources_is_remembered(
    file: Path, capsys: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert run_import(file, VISITS, "--as", "etsy=market", "--column", "spent=Cost") == 0
    channels = {row["id"]: row for row in read_documents(file)["2026-Q4"]["channels"]}
    assert channels["market"]["visits"] == {"value": 400, "evidence": "record"}
    assert channels["market"]["spend"] == {"value": 35.5, "evidence": "record"}
    capsys.readouterr()
    assert run_import(file, VISITS, "--yes") == 0  # the channel for etsy is remembered
    assert "Marketplace: looked 400 (was 400)" in capsys.readouterr().out


def test_a_channel_can_be_named_as_the_screens_name_it(file: Path, capsys: Asked) -> None:
    assert run_import(file, VISITS, "--as", "etsy=marketPLACE", "--yes") == 0
    assert "Marketplace: looked 400" in capsys.readouterr().out
    assert run_import(file, VISITS, "--yes") == 0
    assert "Marketplace: looked 400 (was 400)" in capsys.readouterr().out, "and is remembered"


def test_an_unknown_channel_is_answered_with_the_names_of_yours_and_an_example(file: Path, capsys: Asked) -> None:
    run_import(file, VISITS)
    told = " ".join(capsys.readouterr().out.split())
    assert 'Say which it is, such as --as "etsy=' in told
    assert "“Marketplace”" in told.partition("yours are")[2]


def test_orders_can_be_imported_in_a_script(file: Path, tmp_path: Path) -> None:
    today = date.today().isoformat()
    (tmp_path / "o.csv").write_text(f"date,customer,total,coupon\n{today},Anna Berg,12,\n{today},Bo,9,X\n", "utf-8")
    assert run_import(file, str(tmp_path / "o.csv"), "--yes", "--channel", "own-site") == 0
    quarter = read_documents(file)["2026-Q4"]
    assert [row["paid"]["value"] for row in quarter["customers"]] == ["full", "less"]
    assert "Anna" not in json.dumps(quarter)


@pytest.mark.parametrize(
    ("text", "more", "complaint"),
    [
        ("date,total\nsoon,12\n", [], "line 2: date: “soon” isn't a day"),
        ("date,total\n2026-11-01,12\n", ["--channel", "etsy"], "“etsy” isn't one of your channels"),
        ("date,total\n2026-11-01,12\n", ["--column", "day=date"], "No column is looked for as “day”"),
        ("date,total\n2026-11-01,12\n", ["--column", "date=Day"], "there is no column “Day”"),
        ("who,total\nA,12\n", [], "no column has the day of an order"),
        ("", [], "is empty"),
        ("date,total\n03/04/2026,12\n", [], "--dates day or --dates month"),
    ],
)
def test_a_file_that_cannot_be_imported_changes_nothing(
    file: Path, tmp_path: Path, capsys: Asked, text: str, more: list[str], complaint: str
) -> None:
    before = file.read_bytes()
    (tmp_path / "o.csv").write_text(text, "utf-8")
    assert run_import(file, str(tmp_path / "o.csv"), "--yes", *more) == 2
    assert complaint in capsys.readouterr().err
    assert file.read_bytes() == before
