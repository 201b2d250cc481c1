"""What can be typed after `trueup`, and what `--help` says of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from trueup import __version__
from trueup.answers.limits import QUARTER
from trueup.commands.reply import Refused

DESCRIPTION = """\
Square what a one-person business believes, says, sells and delivers.
Without a command, trueup opens your business in the terminal, or starts one."""

EXAMPLES = """\
examples:
  trueup                           open your business
  trueup demo                      look around in a sample; nothing is saved
  trueup check                     what conflicts, ranked, as text
  trueup check --fail-on high      exit with 1 when a mismatch is high or critical
  trueup export -o .               the summary, into this folder
  trueup export --part page        page one of the summary, for a friend
  trueup export --since 2026-Q2    the summary, set beside that quarter
  trueup export --format json      all answers, in the format that import takes
  trueup export --format csv       the numbers, for a spreadsheet
  trueup export --format html -o . one page to show, without customers' names
  trueup quarter new               the next quarter: everything prefilled
  trueup quarter show 2026-Q3      what was found then, and what had changed
  trueup remind -o .               what is due, as a file for your calendar
  trueup -f second.json import answers.json
                                   answers into the file of another business
  trueup import orders.csv         the last ten customers and figures, from an export
  trueup read home.html            the promises in a page of yours
  trueup read --check home.html    those that your answers contradict
  trueup explain start.gated       what a check looks at, and why it is there
  trueup explain --here start.gated
                                   why it is found in your business, or not

Your answers are in one file: -f FILE, else $TRUEUP_FILE, else one in the folder
your system keeps such files in. Nothing leaves this machine.

exit codes: 0 fine, 1 a mismatch at or above --fail-on, 2 wrong use or wrong input,
70 a fault in trueup"""


def parser() -> argparse.ArgumentParser:
    """What takes the words apart. The name of the command is in `command`: `open` where there is none."""
    raw = argparse.RawDescriptionHelpFormatter
    parsing = _Parser(prog="trueup", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=raw, allow_abbrev=False)
    parsing.add_argument("--version", action="version", version=f"trueup {__version__}")
    parsing.set_defaults(command="open", file=None)
    commands = parsing.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, help: str, more: str = "") -> _Parser:
        about = f"{help[0].upper()}{help[1:]}."
        made: _Parser = commands.add_parser(
            name, help=help, description=about, epilog=more, formatter_class=raw, allow_abbrev=False
        )
        made.set_defaults(command=name)
        _add_file(made)
        return made

    _add_file(parsing)
    demo = command("demo", "open a sample business; nothing is saved")
    demo.add_argument("--quarters", action="store_true", help="with four quarters behind it, and the next one to begin")
    check = command("check", "say what conflicts, ranked")
    check.add_argument("--json", action="store_true", help="as JSON, for other programs")
    check.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        type=_severity,
        help="exit with 1 at this severity or above: critical, high, medium, low (or 5 to 1)",
    )
    _add_quarter(check, "--quarter", "judge this quarter, not the newest")
    export = command("export", "write the summary, all answers, or the numbers")
    export.add_argument("-o", "--output", metavar="OUT", type=_named, help="a file or a folder; else it is printed")
    formats = "md: the summary; json: the answers; csv: the numbers of all quarters; html: one page to show"
    export.add_argument("--format", choices=("md", "json", "csv", "html"), default="md", help=formats)
    _add_quarter(export, "--quarter", "write this quarter, not the newest")
    _add_quarter(export, "--since", "what changed since this quarter, not since the one before")
    parts = "of the summary: page one, its details, or both (all)"
    export.add_argument("--part", choices=("all", "page", "details"), default="all", help=parts)
    export.add_argument("--full-names", action="store_true", help="customers by their names, not by their initials")
    export.add_argument("--decimal", choices=(",", "."), metavar="MARK", help=DECIMAL_MARK_OF_CSV)
    export.add_argument("--overwrite", action="store_true", help="write over OUT if it is there")
    remind = command("remind", "write a calendar file with what is due", REMIND_MORE)
    remind.add_argument("-o", "--output", metavar="OUT", type=_named, help="a file or a folder; else it is printed")
    remind.add_argument("--overwrite", action="store_true", help="write over OUT if it is there")
    bring = command("import", "take in answers, or figures from an export of orders or visits", IMPORT_EXAMPLE)
    bring.add_argument(
        "source", metavar="FILE.json|FILE.csv", type=_named, help="what to take in; - reads answers from standard input"
    )
    bring.add_argument("--replace", action="store_true", help="of answers: replace those this quarter already has")
    bring.add_argument("--yes", action="store_true", help="of figures: take them without asking")
    for name, metavar, into, help in IMPORT_PAIRS:
        bring.add_argument(name, metavar=metavar, dest=into, type=_pair, action="append", default=[], help=help)
    bring.add_argument("--channel", metavar="ID", default="", help="of figures: all of them are of this channel")
    bring.add_argument("--dates", choices=("day", "month"), help="of figures: what comes first in 03/04/2026")
    bring.add_argument("--decimal", choices=(",", "."), default="", metavar="MARK", help=DECIMAL_MARK)
    read = command("read", "find the promises in published pages, and hold them against the answers", READ_EXAMPLES)
    read.add_argument("sources", metavar="FILE", nargs="+", type=_named, help=READ_SOURCES)
    read.add_argument("--check", action="store_true", help="say which claims conflict with the answers on file")
    read.add_argument("--json", action="store_true", help="as JSON, for other programs")
    read.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="sarif: SARIF 2.1.0, for CI")
    read.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        type=_severity,
        help="with --check: exit with 1 at this severity or above: critical, high, medium, low (or 5 to 1)",
    )
    read.add_argument("--into", action="store_true", help="add the promises to the business file")
    read.add_argument("--preview", action="store_true", help="with --into: say what would change, and change nothing")
    read.add_argument("--replace", action="store_true", help="with --into: also change claims of promises on file")
    quarter = command("quarter", "list the quarters, begin the next, or look into one")
    _add_quarter_commands(quarter)
    explain = command("explain", "tell what a check, a topic or a question is about")
    explain.add_argument("id", metavar="ID", help="such as start.gated, start or offer.start")
    explain.add_argument("--here", action="store_true", help="why this check finds something in your business, or not")
    _add_quarter(explain, "--quarter", "with --here: in this quarter, not the newest")
    lint = command("lint", "say whether screens/ is sound")
    lint.add_argument("folder", metavar="FOLDER", nargs="?", type=Path, help="another screens/ folder")
    lint.add_argument("--cues", action="store_true", help="also check that every claim has cues, or says why not")
    return parsing


def _add_quarter(parser: _Parser, flag: str, help: str) -> None:
    parser.add_argument(flag, metavar="QUARTER", type=_quarter_name, help=help)


def _add_quarter_commands(parser: _Parser) -> None:
    parser.set_defaults(what="list", quarter=None)
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", dest="what")
    for name, help in QUARTER_WAYS.items():
        way = ways.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False)
        _add_file(way)
        if name not in ("new", "list"):
            if name == "remove":
                way.add_argument("--yes", action="store_true", help="do it without asking")
            way.add_argument("quarter", metavar="QUARTER", type=_quarter_name, help="such as 2026-Q4")


QUARTER_WAYS = {
    "list": "all quarters, with their figures",
    "new": "begin the quarter of today, everything prefilled",
    "show": "what was found in a quarter, and what had changed",
    "reopen": "let a finished quarter be corrected",
    "finish": "finish a quarter that was reopened",
    "remove": "take a quarter out of the file",
}

REMIND_MORE = """\
The ends of tests, the reviews of what you accepted, and an hour for the next quarter. Take the file into any
calendar; taken in again later, it changes the entries it made."""

DECIMAL_MARK = "of figures: the decimal mark, a comma or a point"
DECIMAL_MARK_OF_CSV = "of csv: the decimal mark, a point or a comma; with a comma, semicolons part the cells"
IMPORT_PAIRS = (
    ("--column", "WHAT=HEADER", "column", "of figures: what is in which column, such as date=Ordered"),
    ("--as", "NAME=ID", "known_as", "of figures: a channel by the name it has in the file, such as etsy=market"),
)

READ_SOURCES = "a page or an email (.md .txt .html .htm .eml), a folder of them, or - for standard input"

READ_EXAMPLES = """\
examples:
  trueup read home.html pricing.md emails/    the claims, as file:line:column claim "words"
  trueup read --check home.html               those that can't be true, with the reason and a fix
  trueup read --check --fail-on high site/    for the CI of your website: exit with 1
  trueup read --into --preview home.html      what would be added to your promises"""

IMPORT_EXAMPLE = """\
An export of orders (FILE.csv) fills the last ten customers and how many bought in
each channel; one of visits fills how many came by. What would be taken is shown
first, and nothing is taken unless you agree. Names become initials.

example of FILE.json:
  {"business": "Plumbline", "quarter": "2026-Q4",
   "answers": {"offer.start": "alone",
               "operations.speed": {"value": 30, "evidence": "record"},
               "offer.price": {"unsure": true}},
   "promises": [{"id": "home-page", "words": "Start now", "claims": ["start.alone"]}],
   "channels": [{"id": "own-site", "name": "Own site", "share": 0.6}]}"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and where help is, instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message}. `{self.prog} --help` shows how it is used.")


def _add_file(parser: argparse.ArgumentParser) -> None:
    """`-f FILE` is taken before and after the command; where it isn't given it changes nothing."""
    parser.add_argument(
        "-f", "--file", metavar="FILE", type=_named, default=argparse.SUPPRESS, help="the business file to work on"
    )


def _named(text: str) -> str:
    if not text.strip() or "\0" in text:  # an unset variable in a script must not lead to another file
        raise argparse.ArgumentTypeError("it needs a name")
    return text


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise argparse.ArgumentTypeError("write it as NAME=VALUE")
    return name.strip(), value.strip()


def _quarter_name(text: str) -> str:
    if not QUARTER.fullmatch(text):
        raise argparse.ArgumentTypeError("write a quarter such as 2026-Q4")
    return text


def _severity(text: str) -> int:
    from trueup.engine.ranking import SEVERITY_WORDS

    least = {word: severity for severity, word in sorted(SEVERITY_WORDS.items(), reverse=True)}
    if text in least or text in map(str, SEVERITY_WORDS):
        return least.get(text) or int(text)
    raise argparse.ArgumentTypeError("write critical, high, medium or low, or 5 to 1")
