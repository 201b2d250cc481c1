"""The command line, on real files: what it prints and where, what it changes, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.businesses import SMALL, content_of, our_content
from tests.export.example import business

from trueup import __version__
from trueup.answers.document import document_from_audit
from trueup.answers.limits import MOST_ROWS
from trueup.cli import main
from trueup.commands.explain import explain, instead_of
from trueup.crash import CRASHED
from trueup.paths import memory_file, settings_file
from trueup.storage.store import open_store

SOURCE = Path(__file__).parents[1] / "src"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def document() -> dict[str, Any]:
    """A business in the import format."""
    return document_from_audit(business())


@pytest.fixture
def file(tmp_path: Path, document: dict[str, Any]) -> Path:
    """A business file that contains the document."""
    path = tmp_path / "business.json"
    with open_store(path, today=date(2026, 11, 10)) as store:
        store.save(document)
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command on the small content. Returns the exit code, the output and the error output."""
    monkeypatch.setattr("trueup.commands.open_file.screens_folder", lambda: SMALL)

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The program with the small content, to be run in its own process."""
    shutil.copytree(SOURCE / "trueup", tmp_path / "src" / "trueup", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SMALL, tmp_path / "screens")
    return tmp_path


def process(checkout: Path, *arguments: str | Path, **how: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
    command = [sys.executable, "-m", "trueup", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, text=True, encoding="utf-8", preexec_fn=_hears_ctrl_c, **pipes)


def _hears_ctrl_c() -> None:
    """Let the child react to SIGINT, which it would ignore if the test suite runs as a background job."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def is_one_sentence(complaint: str) -> bool:
    return complaint.startswith("trueup: ") and complaint.count("\n") == 1 and complaint.rstrip().endswith(".")


# check -----------------------------------------------------------------------


def test_check_prints_mismatches_in_rank_order(run: Run, file: Path) -> None:
    code, out, err = run("-f", file, "check")
    assert (code, err) == (0, "")
    ranked = [
        " 1  ≠  Promised now, there in a week",
        " 2  ≠  Counted: most talk first\n       contradiction, medium, everyone",
        "       also     Promised self-serve, gated by a talk",
    ]
    assert [title in out for title in ranked] == [True, True, True]
    assert "say      at once: “Start now” (Home page:" in out
    assert "fix Name the real time beside the promise “Start now” (message, hours)." in " ".join(out.split())
    assert "How does your price compare? (1 check)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_check_shows_both_of_two_promises_that_disagree_even_if_one_is_quoted_above(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    promises = [
        {"id": "page", "words": "You pay what you see.", "to": "buyers", "claims": ["extras.none", "extras.open"]},
        {"id": "post", "words": "Plus postage.", "to": "buyers", "claims": ["extras.named"]},
    ]
    answers = {"identity.kind": "marketplace", "offer.extras": ["added"]}
    document = {"business": "Sheets", "quarter": "2026-Q4", "answers": answers, "promises": promises}
    written, path = tmp_path / "sheets.json", tmp_path / "business.json"
    written.write_text(json.dumps(document), "utf-8")
    assert main(["-f", str(path), "import", str(written)]) == 0
    main(["-f", str(path), "check"])
    disagreeing = capsys.readouterr().out.partition("extras.none-or-")[2].partition("fix ")[0]
    assert "You pay what you see." in disagreeing
    assert "Plus postage." in disagreeing


def test_check_as_json_is_the_same_every_time(run: Run, file: Path) -> None:
    first, second = run("check", "--json", "-f", file), run("check", "--json", "-f", file)
    assert first == second
    assert [found["id"] for found in json.loads(first[1])["mismatches"]] == [
        "speed.slow",
        "start.counted",
        "start.gated",
    ]


@pytest.mark.parametrize(
    ("severity", "code"),
    [("critical", 0), ("5", 0), ("high", 1), ("4", 1), ("medium", 1), ("3", 1), ("low", 1), ("2", 1), ("1", 1)],
)
def test_fail_on_gives_exit_code_1_for_a_mismatch_of_that_severity_or_higher(
    run: Run, file: Path, severity: str, code: int
) -> None:
    assert run("check", "-f", file, "--fail-on", severity)[0] == code


@pytest.mark.parametrize(("severity", "code"), [("medium", 0), ("low", 1), ("2", 0), ("1", 1)])
def test_fail_on_low_includes_the_lowest_severity(
    run: Run, file: Path, document: dict[str, Any], severity: str, code: int
) -> None:
    document["objected"] = {"start.counted": "not here", "speed.slow": "not here"}
    document["disclosed"] = {"start.gated": "beside"}
    with open_store(file, today=date(2026, 11, 10)) as store:
        store.save(document)
    assert "tension, low, " in run("check", "-f", file)[1]
    assert run("check", "-f", file, "--fail-on", severity)[0] == code


def test_the_file_may_be_named_before_or_after_the_command(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = run("--file", file, "check"), run("check", "-f", file)
    assert before == after
    monkeypatch.setenv("TRUEUP_FILE", str(file))
    assert run("check") == before
    assert run("-f", "nothing.json", "check")[0] == 2


# import and export -----------------------------------------------------------


def test_exported_answers_can_be_imported_unchanged(run: Run, file: Path, tmp_path: Path) -> None:
    code, exported, _ = run("-f", file, "export", "--format", "json")
    (tmp_path / "answers.json").write_text(exported)
    assert code == 0
    code, out, err = run("-f", tmp_path / "copy.json", "import", tmp_path / "answers.json")
    assert (code, err) == (0, "")
    assert "Plumbline, 2026-Q4, 6 answers, 1 promise, 2 channels and 4 customers" in out
    assert run("-f", tmp_path / "copy.json", "export", "--format", "json")[1] == exported
    assert run("-f", tmp_path / "copy.json", "check") == run("-f", file, "check")


def test_import_lists_every_problem_and_changes_nothing(
    run: Run, file: Path, document: dict[str, Any], tmp_path: Path
) -> None:
    document["answers"]["offer.strat"] = "alone"
    document["answers"]["offer.start"] = "allone"
    document["channels"][0]["steps"] = ["ad", "flies"]
    (tmp_path / "bad.json").write_text(json.dumps(document))
    before = file.read_bytes()
    code, out, err = run("import", tmp_path / "bad.json", "-f", file, "--replace")
    assert (code, out) == (2, "")
    assert err.startswith("trueup: 3 problems in ")
    for path, instead in [
        ("answers.offer.strat", "offer.start"),
        ("answers.offer.start", "alone"),
        ("channels[0].steps", "flies"),
    ]:
        assert any(path in line and instead in line for line in err.splitlines())
    assert file.read_bytes() == before


def test_import_does_not_replace_answers_without_permission(
    run: Run, file: Path, document: dict[str, Any], tmp_path: Path
) -> None:
    document["answers"] = {"offer.start": "talk"}
    (tmp_path / "new.json").write_text(json.dumps(document))
    before = file.read_bytes()
    code, _, err = run("import", tmp_path / "new.json", "-f", file)
    assert code == 2
    assert "already has answers for 2026-Q4; nothing was changed. --replace" in err
    assert file.read_bytes() == before
    assert run("import", tmp_path / "new.json", "-f", file, "--replace")[0] == 0
    assert json.loads(run("-f", file, "export", "--format", "json")[1])["answers"] == {"offer.start": "talk"}


def test_import_does_not_mix_two_businesses(run: Run, file: Path, document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps(document | {"business": "Acme", "quarter": "2027-Q1"}))
    before = file.read_bytes()
    code, _, err = run("import", tmp_path / "other.json", "-f", file)
    assert code == 2
    assert "belongs to Plumbline, not to Acme" in err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON"),
        (b"\x00\xff", "is not valid JSON"),
        (b'{"business": NaN}', "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b'"\\ud800"', "is not valid JSON"),
        (b"[]", "isn't a business"),
    ],
)
def test_import_refuses_a_file_that_is_not_a_document(run: Run, tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "x.json").write_bytes(content)
    code, out, err = run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")
    assert (code, out) == (2, "")
    assert complaint in err
    assert not (tmp_path / "b.json").exists()


@pytest.mark.parametrize(
    ("encoding", "says"),
    [("utf-16", "saved as UTF-16"), ("utf-16-be", "saved as UTF-16"), ("latin-1", "not UTF-8 (line 1)")],
)
def test_import_says_which_encoding_a_file_has(
    run: Run, document: dict[str, Any], tmp_path: Path, encoding: str, says: str
) -> None:
    text = json.dumps(document | {"business": "Café"}, ensure_ascii=False)
    (tmp_path / "x.json").write_text(text, encoding=encoding)
    code, _, err = run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")
    assert (code, says in err, "save it again as UTF-8" in err) == (2, True, True)


@pytest.mark.parametrize("depth", [65, 300, 5000])
def test_import_says_that_a_file_is_nested_too_deep(run: Run, tmp_path: Path, depth: int) -> None:
    (tmp_path / "x.json").write_text('{"a": ' + "[" * depth + "]" * depth + "}")
    code, _, err = run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")
    assert (code, "nested deeper than 64 levels" in err) == (2, True)


def test_a_refused_import_changes_nothing_at_all(run: Run, document: dict[str, Any], tmp_path: Path) -> None:
    """Not even the schema of the file changes: only the first save converts it."""
    path = tmp_path / "b.json"
    path.write_bytes((SMALL.parent / "files" / "schema-3.json").read_bytes())
    before = {each: each.read_bytes() for each in tmp_path.rglob("*")}
    for bad in (document | {"business": "Acme"}, document | {"quarter": "0000-Q1"}, {**document, "hats": 3}):
        source = json.dumps(bad).encode()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(source)))
            assert run("-f", path, "import", "-")[0] == 2
        assert {each: each.read_bytes() for each in tmp_path.rglob("*")} == before


def test_import_names_every_duplicate_key_together_with_the_other_problems(
    run: Run, document: dict[str, Any], tmp_path: Path
) -> None:
    document["answers"]["offer.start"] = "allone"
    text = json.dumps(document).replace('"business":', '"business": "Acme", "business":', 1)
    (tmp_path / "x.json").write_text(text)
    code, _, err = run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")
    assert (code, "2 problems" in err) == (2, True)
    assert '"business": this key appears twice in one table' in err


def test_import_accepts_data_that_looks_like_a_mistake_with_a_warning(
    run: Run, document: dict[str, Any], tmp_path: Path
) -> None:
    document["channels"] = [{"name": name, "share": 0.7} for name in ("Shop", "Fair")]
    document["customers"] = [{"who": f"Customer {number}"} for number in range(15)]
    (tmp_path / "x.json").write_text(json.dumps(document))
    code, _, err = run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")
    assert code == 0
    assert "add up to 140%" in err
    assert "There are 15 customers" in err


def test_import_refuses_more_rows_than_a_business_can_have(run: Run, document: dict[str, Any], tmp_path: Path) -> None:
    document["channels"] = [{"name": f"Channel {number}"} for number in range(MOST_ROWS + 1)]
    (tmp_path / "x.json").write_text(json.dumps(document))
    code, _, err = run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")
    assert (code, f"channels: there are {MOST_ROWS + 1} rows; write at most {MOST_ROWS}" in err) == (2, True)


def test_a_file_has_to_be_named_when_there_is_no_home_folder(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # HOME is unset and the user has no entry in the user database
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    for arguments in (("check",), ("export",), ("quarter",)):
        code, _, err = run(*arguments)
        assert (code, "no home folder to keep answers in: name a file with -f, or set HOME" in err) == (2, True)
        assert run("-f", file, *arguments)[0] == 0
    assert memory_file() is settings_file() is None


def test_import_accepts_a_file_with_a_byte_order_mark(run: Run, document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8-sig")
    assert run("-f", tmp_path / "b.json", "import", tmp_path / "x.json")[0] == 0


def test_import_accepts_former_names_and_says_which_ones_it_translated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "answers": {"identity.load-week": "2"},
        "hats": [{"id": "seller", "hat": "seller"}],
        "ten": [{"id": "c1", "who": "Hale"}],
        "told": {"start.gated": "before"},
        "kept": {"start.counted": {"reason": "They ask for it.", "review": "2027-Q1"}},
        "plan": [{"clash": "start.gated", "fix": "say:start.announced", "places": {"ads": "done"}}],
        "unconfirmed": ["hat:seller", "identity.load-week", "ten"],
        "misfits": {"answers": {"offer.gone": "yes"}},
    }
    (tmp_path / "former.json").write_text(json.dumps(document))
    file = str(tmp_path / "b.json")
    assert main(["-f", file, "import", str(tmp_path / "former.json")]) == 0
    _, _, translated = capsys.readouterr().out.partition("Old names in it were replaced: ")
    assert set(translated.removesuffix(".\n").split(", ")) == {
        *("hats → roles", "hat → role", "ten → customers", "told → disclosed", "kept → accepted", "clash → check"),
        *("places → touchpoints", "misfits → set_aside", "hat:seller → role:seller"),
        "identity.load-week → identity.feels-week",
    }
    assert main(["-f", file, "export", "--format", "json"]) == 0
    exported = capsys.readouterr().out
    written = json.loads(exported)
    assert (written["roles"][0]["role"], written["customers"][0]["who"]) == ("seller", "Hale")
    assert written["answers"] == {"identity.feels-week": "2"}
    assert written["disclosed"] == {"start.gated": "before"}
    assert written["accepted"]["start.counted"]["reason"] == "They ask for it."
    assert written["plan"][0]["touchpoints"] == {"ads": {"state": "done"}}
    assert written["unconfirmed"] == ["customer", "identity.feels-week", "role:seller"]
    assert written["set_aside"] == {"answers": {"offer.gone": "yes"}}
    (tmp_path / "today.json").write_text(exported)
    assert main(["-f", str(tmp_path / "c.json"), "import", str(tmp_path / "today.json")]) == 0
    assert "Old names" not in capsys.readouterr().out


def test_import_refuses_a_former_name_next_to_the_current_one(
    run: Run, document: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "both.json").write_text(json.dumps({**document, "told": {"start.gated": "after"}}))
    code, _, err = run("-f", tmp_path / "b.json", "import", tmp_path / "both.json")
    assert code == 2
    assert "told" in err
    assert not (tmp_path / "b.json").exists()


def test_a_file_open_in_another_program_can_be_read_but_not_changed(
    run: Run, file: Path, document: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "x.json").write_text(json.dumps(document))
    with open_store(file, today=date(2026, 11, 10)):
        assert run("-f", file, "check")[0] == 0
        assert run("-f", file, "export")[0] == 0
        before = file.read_bytes()
        code, _, err = run("-f", file, "import", tmp_path / "x.json", "--replace")
    assert code == 2
    assert f"process {os.getpid()}" in err
    assert err.endswith("Nothing was changed.\n")
    assert file.read_bytes() == before


def test_export_into_a_folder_names_the_file_and_never_overwrites_unasked(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    code, out, _ = run("export", "-f", file, "-o", folder)
    written = folder / "plumbline-2026-Q4.md"
    assert (code, out) == (0, f"Written and checked: {written}\n")
    assert written.read_text() == run("export", "-f", file)[1]
    written.write_text("mine")
    code, _, err = run("export", "-f", file, "-o", written)
    assert (code, written.read_text()) == (2, "mine")
    assert err.endswith("already there and was left as it is. Use --overwrite to replace it.\n")
    assert run("export", "-f", file, "-o", written, "--overwrite")[0] == 0
    assert written.read_text().startswith("# Plumbline, 2026-Q4\n")


def test_exported_numbers_can_have_decimal_commas(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("export", "-f", file, "--format", "csv", "--decimal", ",", "-o", tmp_path / "numbers.csv")[0] == 0
    assert (tmp_path / "numbers.csv").read_bytes().startswith(b"\xef\xbb\xbfquarter;about;")
    code, _, err = run("export", "-f", file, "--decimal", ",")
    assert (code, "--format csv" in err) == (2, True)


def test_exported_numbers_have_a_byte_order_mark_in_a_file_and_none_in_a_pipe(
    run: Run, file: Path, tmp_path: Path
) -> None:
    assert run("export", "-f", file, "--format", "csv", "-o", tmp_path / "numbers.csv")[0] == 0
    in_a_file = (tmp_path / "numbers.csv").read_text("utf-8")
    assert in_a_file == "\ufeff" + run("export", "-f", file, "--format", "csv")[1]
    assert "byte order mark" in run("export", "--help")[1]


@pytest.mark.parametrize("format", ["md", "json", "csv", "html"])
def test_a_business_with_only_a_name_is_exported_in_every_format(run: Run, tmp_path: Path, format: str) -> None:
    (tmp_path / "new.json").write_text('{"business": "Plumbline", "quarter": "2026-Q4", "answers": {}}')
    assert run("import", tmp_path / "new.json", "-f", tmp_path / "b.json")[0] == 0
    code, printed, complaint = run("export", "--format", format, "-f", tmp_path / "b.json")
    assert (code, complaint) == (0, "")
    assert "2026-Q4" in printed


def test_the_summary_can_be_written_in_two_files(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    for part, name in (("page", "plumbline-2026-Q4.md"), ("details", "plumbline-2026-Q4-details.md")):
        assert run("export", "-f", file, "-o", folder, "--part", part)[0] == 0
        assert (folder / name).is_file()
    whole = run("export", "-f", file)[1]
    assert whole == "\n".join(run("export", "-f", file, "--part", part)[1] for part in ("page", "details"))
    code, _, err = run("export", "-f", file, "--format", "csv", "--full-names")
    assert code == 2
    assert "--full-names belong to the summary" in err


def test_export_never_overwrites_the_business_file(run: Run, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    (tmp_path / "link.json").symlink_to(file)
    for out in (file, tmp_path / "link.json"):
        code, _, err = run("export", "-f", file, "-o", out, "--format", "json", "--overwrite")
        assert code == 2
        assert "is the business file itself" in err
    assert file.read_bytes() == before


# explain and lint --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("start.gated", "what you deliver: talk first (start.talk), in a channel"),
        ("start.gated", "Written in screens/mismatches/start.md, line "),
        ("start", "start.gated: Promised self-serve, gated by a talk"),
        ("start", "start.announced: talk, told"),
        ("offer.start", "alone: Yes, alone, any time (start.alone)"),
        ("operations.speed", "speed.day: up to 24 hours"),
        ("operations.speed", "record: the last five orders"),
        ("promise.claims", "start.gated: Promised self-serve"),
        ("offer.extras", "Asked when offer.model is subscription."),
    ],
)
def test_explain_describes_the_check_topic_question_or_claim_with_an_id(run: Run, name: str, line: str) -> None:
    code, out, err = run("explain", name)
    assert (code, err) == (0, "")
    assert line in out


def test_explain_names_the_kinds_of_business_that_a_check_is_for() -> None:
    assert "Only for these kinds of business: software, service, goods" in explain("aim.early").text


def test_explain_here_shows_the_statements_behind_a_mismatch(run: Run, file: Path) -> None:
    code, out, err = run("explain", "-f", file, "--here", "speed.slow")
    assert (code, err) == (0, "")
    assert "Found here: all of these are said." in out
    assert "What you say: " in out
    assert "This would be gone" in out


def test_explain_here_says_which_answers_are_missing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    with open_store(path, today=date(2026, 11, 10)) as store:
        store.save({"business": "Plumbline", "quarter": "2026-Q4"})
    code, out, err = run("explain", "-f", path, "--here", "start.gated")
    assert (code, err) == (0, "")
    assert "Not judged yet: an answer is missing." in out
    assert "What would decide it" in out


def test_explain_here_accepts_only_checks(run: Run, file: Path) -> None:
    code, out, err = run("explain", "-f", file, "--here", "start.gate")
    assert (code, out) == (2, "")
    assert err == 'trueup: “start.gate” isn\'t a check; write "start.gated" instead.\n'


def test_explain_suggests_the_nearest_id(run: Run) -> None:
    code, out, err = run("explain", "offer.strat")
    assert (code, out) == (2, "")
    assert err == 'trueup: “offer.strat” isn\'t a check, topic, question or claim; write "offer.start" instead.\n'


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("cancel", ("leaving", "leaving.bound", "leaving.notice")),
        ("leave", ("leaving", "leaving.call")),
        ("Cancelling", ("leaving", "leaving.bound")),
        ("money back", ("returns.kept",)),
        ("free trial", ("entry.trial", "entry.carded")),
    ],
)
def test_explain_suggests_what_speaks_of_a_word_one_a_line(word: str, ids: tuple[str, ...]) -> None:
    first, *lines = instead_of(our_content(), word).splitlines()
    assert first.startswith(". The")
    assert len(lines) <= 8
    assert max(map(len, lines)) <= 80
    assert set(ids) <= {line.strip().partition(":")[0] for line in lines}


def test_explain_here_suggests_only_checks(run: Run, file: Path) -> None:
    code, _, err = run("explain", "-f", file, "--here", "week")
    assert code == 2
    assert "“week” isn't a check. These are about it:" in err
    assert {line.strip().partition(":")[0] for line in err.splitlines()[1:]} <= set(content_of(SMALL).checks)


def test_lint_lists_the_mistakes_in_screens(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "screens")
    offer = tmp_path / "screens" / "offer.md"
    offer.write_text(offer.read_text().replace('topic = "start"', 'topic = "strat"'))
    code, _, err = run("lint", tmp_path / "screens")
    assert code == 2
    assert any("offer.md:" in line and '"start"' in line for line in err.splitlines())
    assert run("lint", tmp_path / "nowhere")[0] == 2


# wrong use ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["chek"], "check"),
        (["check", "--fail-on", "6"], "critical, high, medium or low, or 5 to 1"),
        (["check", "--fail-on", "serious"], "critical, high, medium or low, or 5 to 1"),
        (["check", "--jsn"], "--jsn"),
        (["import"], "FILE.json"),
        (["export", "--format", "pdf"], "md"),
        (["-f", "", "check"], "needs a name"),
        (["check", "-f", "nowhere.json"], "no file nowhere.json yet"),
        (["check", "-f", "."], "folder"),
        (["import", "nowhere.json"], "no such file"),
        ([], "can't open its screens here"),
        (["demo"], "can't open its screens here"),
    ],
)
def test_wrong_use_gives_one_sentence_and_exit_code_2(run: Run, arguments: list[str], word: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert is_one_sentence(err)
    assert word in err


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\x01", b'{"meta": {"1": {"schema": 1'])
def test_a_damaged_file_gives_one_sentence_and_stays_unchanged(run: Run, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    for command in (["check"], ["export"], ["import", str(file.parent / "x.json")]):
        (file.parent / "x.json").write_text('{"business": "A", "quarter": "2026-Q4"}')
        code, out, err = run("-f", file, *command)
        assert (code, out) == (2, "")
        assert is_one_sentence(err)
        assert file.read_bytes() == content


@pytest.mark.parametrize(
    "hostile", ["red\u202egnp\u2066", "\x1b[31mred\x1b]0;title\x07\x9b2J"], ids=["direction", "sequences"]
)
def test_founder_text_sends_no_commands_to_the_terminal(
    run: Run, tmp_path: Path, document: dict[str, Any], hostile: str
) -> None:
    path = tmp_path / "b.json"
    document["answers"]["offer.start"]["note"] = hostile
    document["channels"][0]["name"] = hostile
    with open_store(path, today=date(2026, 11, 10)) as store:
        store.save(document | {"business": hostile})
    (tmp_path / "x.json").write_text(json.dumps(document))
    for command in (
        ["check"],
        ["check", "--json"],
        ["export"],
        ["export", "--format", "json"],
        ["export", "--format", "csv"],
        ["export", "--format", "html"],
        ["remind"],
        ["quarter"],
        ["import", str(tmp_path / "x.json")],
        ["explain", hostile],
    ):
        _, out, err = run("-f", path, *command)
        assert out + err
        assert not [
            sign for sign in (out + err).replace("\r\n", "\n") if unicodedata.category(sign) == "Cc" and sign != "\n"
        ]
        assert not set(out + err) & {"\u202e", "\u2066"}


# as a process ------------------------------------------------------------------


def test_help_shows_examples(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for command in ("demo", "check --fail-on high", "export -o .", "import answers.json", "explain start.gated"):
        assert any(line.lstrip().startswith("trueup") and command in line for line in out.splitlines())
    assert "exit codes: 0 all is well, 1 a mismatch at or above --fail-on, 2 wrong usage or input" in out
    assert run("--version") == (0, f"trueup {__version__}\n", "")
    assert all(run(command, "--help")[0] == 0 for command in ("demo", "check", "export", "import", "explain", "lint"))


def test_import_reads_standard_input(checkout: Path, document: dict[str, Any]) -> None:
    path = checkout / "b.json"
    importing = process(checkout, "-f", path, "import", "-", stdin=subprocess.PIPE)
    out, err = importing.communicate(json.dumps(document))
    assert (importing.returncode, err) == (0, "")
    assert "Plumbline, 2026-Q4, 6 answers" in out
    checking = process(checkout, "-f", path, "check", "--fail-on", "medium")
    out, err = checking.communicate()
    assert (checking.returncode, err) == (1, "")
    assert "≠  Counted: most talk first" in out


def test_a_closed_output_pipe_is_not_an_error(checkout: Path, file: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    exporting = process(checkout, "-f", file, "export", stdout=writing)
    os.close(writing)
    _, err = exporting.communicate()
    assert (exporting.returncode, err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_reported_when_output_is_written_to_it(checkout: Path, file: Path) -> None:
    with Path("/dev/full").open("w") as full:
        exporting = process(checkout, "-f", file, "export", stdout=full)
    _, err = exporting.communicate()
    assert exporting.returncode == 2
    assert err == "trueup: not everything could be printed: the disk is full.\n"


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_ends_an_import_quietly_and_changes_nothing(checkout: Path, file: Path) -> None:
    before = file.read_bytes()
    pipe = checkout / "pipe"
    os.mkfifo(pipe)
    importing = process(checkout, "-f", file, "import", pipe, "--replace")
    with pipe.open("w"):  # the pipe opens once the process has opened its end; from then on the process waits for data
        out = err = None
        while out is None:  # a signal that comes just before the process begins to wait is lost: send another
            importing.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                out, err = importing.communicate(timeout=10)
    assert (importing.returncode, out, err) == (130, "", "")
    assert file.read_bytes() == before


def test_a_crash_reports_where_it_happened_and_no_founder_words(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a founder's words")

    monkeypatch.setattr("trueup.commands.check.Analysis", fail)
    code, out, err = run("check", "-f", file)
    assert (code, out) == (CRASHED, "")
    assert "in fail\n  KeyError\n" in err
    assert "founder" not in err
    assert "trueup/commands/check.py:" in err
    monkeypatch.setenv("TRUEUP_DEBUG", "1")
    assert "a founder's words" in run("check", "-f", file)[2]


@pytest.mark.parametrize(
    ("name", "is_said"),
    [("kept-for-life-until-the-lease-ends", False), ("tuner-within-a-week", True)],
)
def test_check_explains_the_order_if_it_differs_from_the_order_of_impact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, is_said: bool
) -> None:
    business = Path(__file__).parent / "fixtures" / "businesses" / f"{name}.json"
    file = str(tmp_path / "business.json")
    main(["-f", file, "import", str(business)])
    main(["-f", file, "check"])
    assert ("Sorted by harm, critical" in capsys.readouterr().out) is is_said
