"""`trueup read`: what it prints and where, what it changes, and its exit codes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog

from trueup.cli import main
from trueup.storage.store import open_store, read_documents

Run = Callable[..., tuple[int, str, str]]
HOME = "<html><body>\n<p>Join us: <b>cancel</b> any&nbsp;time.</p>\n<p>No hidden fees.</p>\n</body></html>\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command in a folder with a page. Returns the exit code, the output and the error output."""
    monkeypatch.chdir(tmp_path)
    Path("home.html").write_text(HOME, encoding="utf-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(["-f", "business.json", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def bound(run: Run) -> None:
    """Write a business file in which the terms bind customers."""
    document: dict[str, Any] = {"business": "Plumbline", "quarter": "2026-Q4", "answers": {"identity.kind": "software"}}
    document["answers"] |= {"offer.model": "subscription", "offer.term": "bound"}
    with open_store(Path("business.json"), today=date(2026, 11, 10)) as store:
        store.save(document)


def test_each_claim_is_listed_with_its_file_line_and_column(run: Run) -> None:
    assert run("read", "home.html") == (
        0,
        'home.html:2:16 leaving.anytime "cancel any time"\nhome.html:3:4 extras.open "No hidden fees"\n',
        "",
    )


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Cancel any time.")))
    assert run("read", "-")[1] == 'standard input:1:1 leaving.anytime "Cancel any time"\n'


@pytest.mark.parametrize(
    ("file", "where"), [("home.html", "page"), ("prices/pricing.html", "pricing"), ("faq.html", "site")]
)
def test_a_promise_is_said_to_be_where_its_file_was_published(run: Run, file: str, where: str) -> None:
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(HOME, encoding="utf-8")
    run("read", "--into", file)
    (quarter,) = read_documents(Path("business.json")).values()
    assert quarter is not None
    assert {promise["where"] for promise in quarter["promises"]} == {where}


@pytest.mark.usefixtures("bound")
def test_a_claim_that_the_answers_contradict_is_marked_in_its_line(run: Run) -> None:
    code, out, err = run("read", "--check", "home.html")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith("home.html:2:16: ")
    assert lines[0].endswith(" [leaving.bound]")
    assert lines[1] == "    2 | <p>Join us: <b>cancel</b> any&nbsp;time.</p>"
    assert lines[2] == "      | " + " " * 15 + "^" * 24
    assert any(line.startswith("    fix: ") for line in lines)


@pytest.mark.usefixtures("bound")
def test_the_option_fail_on_decides_the_exit_code(run: Run) -> None:
    assert run("read", "--check", "--fail-on", "low", "home.html")[0] == 1
    Path("home.html").write_text("<p>No hidden fees.</p>")
    code, out, err = run("read", "--check", "--fail-on", "low", "home.html")
    assert (code, out) == (0, "")
    assert "none conflicts with your answers" in err


@pytest.mark.usefixtures("bound")
@pytest.mark.parametrize("check", [[], ["--check"]])
def test_sarif_output_matches_the_sarif_schema(run: Run, check: list[str]) -> None:
    code, out, _ = run("read", *check, "--format", "sarif", "home.html")
    assert code == 0
    log = json.loads(out)
    SarifLog.model_validate(log)
    (made,) = log["runs"]
    rules = [rule["id"] for rule in made["tool"]["driver"]["rules"]]
    for result in made["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    region = made["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 16, 40)


@pytest.mark.usefixtures("bound")
def test_the_json_output_has_claims_with_their_places_and_conflicts(run: Run) -> None:
    _, out, _ = run("read", "--check", "--json", "home.html")
    document = json.loads(out)
    assert [claim["claim"] for claim in document["files"][0]["claims"]] == ["leaving.anytime", "extras.open"]
    assert document["conflicts"][0]["id"] == "leaving.bound"


def test_a_preview_saves_nothing_and_the_option_into_saves_promises(run: Run) -> None:
    code, out, _ = run("read", "--into", "--preview", "home.html")
    assert (code, Path("business.json").exists()) == (0, False)
    assert "+ home.html:2" in out
    code, out, _ = run("read", "--into", "home.html")
    assert (code, "2 promises" in out) == (0, True)
    document = read_documents(Path("business.json"))["2026-Q4"]
    assert document is not None
    assert [row["claims"] for row in document["promises"]] == [["leaving.anytime"], ["extras.open"]]
    assert document["promises"][0]["spans"] == {"leaving.anytime": [[9, 24]]}
    assert document["promises"][0]["source"]["file"] == "home.html"


def test_claims_that_the_founder_unticked_on_a_page_are_not_saved_as_promises(run: Run) -> None:
    document = {"business": "Plumbline", "quarter": "2026-Q4", "unticked": {"no hidden fees.": ["extras.open"]}}
    with open_store(Path("business.json"), today=date(2026, 11, 10)) as store:
        store.save(document)
    run("read", "home.html", "--into")
    ((_, saved),) = read_documents(Path("business.json")).items()
    assert [row["words"] for row in saved["promises"]] == ["Join us: cancel any time."]
    assert saved["unticked"] == document["unticked"]


def test_reading_a_page_again_reports_changes_and_reopens_a_fix_that_was_not_made(run: Run) -> None:
    run("read", "--into", "home.html")
    with open_store(Path("business.json"), today=date(2026, 11, 10)) as store:
        document = store.load()
        assert document is not None
        document["plan"] = [{"check": "leaving.bound", "fix": "say:leaving.stated", "status": "done"}]
        store.save(document)
    Path("home.html").write_text("<p>Join us, cancel at any time.</p>", encoding="utf-8")
    code, out, err = run("read", "--into", "home.html")
    assert (code, err) == (0, "")
    out = " ".join(out.split())
    assert "- home.html no longer says “No hidden fees.” (extras.open)" in out
    assert "- home.html puts it in other words: “Join us: cancel any time.” (leaving.anytime)" in out
    assert "! Not done yet:" in out
    assert "home.html:1:13 still says “cancel at any time”." in out
    again = read_documents(Path("business.json"))["2026-Q4"]
    assert again is not None
    assert again["plan"][0]["status"] == "doing"


@pytest.mark.usefixtures("bound")
def test_two_pages_that_contradict_each_other_are_both_reported(run: Run) -> None:
    Path("home.html").write_text("<p>Anyone can join.</p>", encoding="utf-8")
    Path("join.html").write_text("<p>Places by application only.</p>", encoding="utf-8")
    code, out, err = run("read", "--check", "home.html", "join.html")
    assert (code, err) == (0, "")
    named = [line for line in out.splitlines() if line.endswith("[access.open-or-application]")]
    assert [line.partition(" ")[0] for line in named] == ["home.html:1:4:", "join.html:1:11:"]


def test_an_unreadable_file_is_reported_and_the_exit_code_is_2(run: Run) -> None:
    Path("page.pdf.html").write_bytes(b"%PDF-1.7")
    code, out, err = run("read", "home.html", "page.pdf.html")
    assert (code, out.count("\n")) == (2, 2)
    assert "page.pdf.html is a PDF" in err
    assert run("read", "gone.html") == (2, "", "trueup: There is no file gone.html.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--fail-on", "low", "home.html"], "--check"),
        (["--preview", "home.html"], "--into"),
        (["--replace", "home.html"], "--into"),
        (["--into", "--check", "home.html"], "leave --check"),
        (["--check", "home.html"], "There is no file"),
    ],
)
def test_wrong_options_are_explained_in_a_message(run: Run, arguments: list[str], says: str) -> None:
    code, out, err = run("read", *arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_a_page_with_hostile_text_sends_no_commands_to_the_terminal(run: Run) -> None:
    Path("home.md").write_text("Cancel any time \x1b[31m\x1b]0;owned\x07 now. No \u202ehidden fees.")
    out = run("read", "home.md")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_explain_shows_the_cues_and_counterexamples_of_a_claim(run: Run) -> None:
    out = run("explain", "leaving.anytime")[1]
    assert "cancel any time" in out
    assert "You can't cancel any time." in out
