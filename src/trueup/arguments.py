"""The parser of the command line: commands, options and the texts of `--help`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from trueup import __version__
from trueup.commands.output import Refused

DESCRIPTION = """\
See where what a one-person business believes, says, sells and delivers disagree.
Without a command, trueup opens your business in the terminal, or starts a new one."""

EXAMPLES = """\
examples:
  trueup                           open your business
  trueup demo                      look around a sample business; nothing is saved
  trueup check                     what conflicts, most important first, as text
  trueup check --fail-on high      exit with 1 if a mismatch is high or critical
  trueup export -o .               the summary, into this folder
  trueup export --part page        page one of the summary, for a friend
  trueup export --since 2026-Q2    the summary, compared with that quarter
  trueup export --format json      all answers, in the format that import takes
  trueup export --format csv       the numbers, for a spreadsheet
  trueup export --format html -o . one page to show, without customers' names
  trueup quarter new               begin the next quarter, with everything filled in
  trueup quarter show 2026-Q3      what was found then, and what had changed
  trueup remind -o .               what is due, as a file for your calendar
  trueup -f second.json import answers.json
                                   import answers into another business file
  trueup import orders.csv         your last ten customers and figures, from an export
  trueup read home.html            the promises on one of your pages
  trueup read --check home.html    the ones your answers contradict
  trueup explain start.gated       what a check looks at, and why it's there
  trueup explain --here start.gated
                                   why it does or doesn't find a mismatch in yours

Your answers are in one file: the one -f names, or $TRUEUP_FILE names, or business.json in
the folder where your system keeps such files. Nothing leaves this machine.

exit codes: 0 all is well, 1 a mismatch at or above --fail-on, 2 wrong usage or input,
70 a fault in trueup"""


def parser() -> argparse.ArgumentParser:
    """Return the parser. Its result has the name of the command in `command`; `open` if none is given."""
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
    demo.add_argument("--quarters", action="store_true", help="with four earlier quarters, and a new one to begin")
    check = command("check", "list what conflicts, most important first")
    check.add_argument("--json", action="store_true", help="as JSON, for other programs")
    check.add_argument("--fail-on", metavar="SEVERITY", type=_severity, help=FAIL_ON)
    _add_quarter(check, "--quarter", "judge this quarter instead of the newest")
    export = command("export", "write the summary, all your answers, or the numbers", EXPORT_MORE)
    export.add_argument("-o", "--output", metavar="OUT", type=_named, help=OUTPUT)
    formats = "md: the summary; json: the answers; csv: the numbers of every quarter; html: one page to show people"
    export.add_argument("--format", choices=("md", "json", "csv", "html"), default="md", help=formats)
    _add_quarter(export, "--quarter", "write this quarter instead of the newest")
    _add_quarter(export, "--since", "show what changed since this quarter instead of since the one before")
    parts = "which part of the summary: page one, the details, or both (all)"
    export.add_argument("--part", choices=("all", "page", "details"), default="all", help=parts)
    export.add_argument("--full-names", action="store_true", help="customers' full names instead of their initials")
    export.add_argument("--decimal", choices=(",", "."), metavar="MARK", help=DECIMAL_MARK_OF_CSV)
    export.add_argument("--overwrite", action="store_true", help="overwrite OUT if it exists")
    remind = command("remind", "write a calendar file of what's due", REMIND_MORE)
    remind.add_argument("-o", "--output", metavar="OUT", type=_named, help=OUTPUT)
    remind.add_argument("--overwrite", action="store_true", help="overwrite OUT if it exists")
    bring = command("import", "import answers, or figures from an export of orders or visits", IMPORT_EXAMPLE)
    source = "the file to import, or - for standard input"
    bring.add_argument("source", metavar="FILE.json|FILE.csv", type=_named, help=source)
    bring.add_argument("--replace", action="store_true", help="for answers: replace the ones this quarter already has")
    bring.add_argument("--yes", action="store_true", help="for figures: import them without asking")
    for name, metavar, into, help in IMPORT_PAIRS:
        bring.add_argument(name, metavar=metavar, dest=into, type=_pair, action="append", default=[], help=help)
    bring.add_argument("--channel", metavar="NAME", default="", help="for figures: they all belong to this channel")
    bring.add_argument("--dates", choices=("day", "month"), help="for figures: what 03/04/2026 begins with")
    bring.add_argument("--decimal", choices=(",", "."), default="", metavar="MARK", help=DECIMAL_MARK)
    read = command("read", "find the promises on your pages, and compare them with your answers", READ_EXAMPLES)
    read.add_argument("sources", metavar="FILE", nargs="+", type=_named, help=READ_SOURCES)
    read.add_argument("--check", action="store_true", help="list the claims that conflict with your answers")
    read.add_argument("--json", action="store_true", help="as JSON, for other programs")
    read.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="sarif: SARIF 2.1.0, for CI")
    read.add_argument("--fail-on", metavar="SEVERITY", type=_severity, help=f"with --check: {FAIL_ON}")
    read.add_argument("--into", action="store_true", help="add the promises to the business file")
    read.add_argument("--preview", action="store_true", help="with --into: show what would change, without changing it")
    read.add_argument("--replace", action="store_true", help="with --into: also change claims of existing promises")
    quarter = command("quarter", "list the quarters, begin the next, or look back at one")
    _add_quarter_commands(quarter)
    explain = command("explain", "explain a check, a topic or a question")
    explain.add_argument("id", metavar="ID", help="such as start.gated, start or offer.start")
    explain.add_argument("--here", action="store_true", help="say why it does or doesn't find a mismatch in yours")
    _add_quarter(explain, "--quarter", "with --here: in this quarter instead of the newest")
    lint = command("lint", "check that the files in screens/ are sound")
    lint.add_argument("folder", metavar="FOLDER", nargs="?", type=Path, help="another screens/ folder")
    lint.add_argument("--cues", action="store_true", help="also check that each claim has cues, or says why not")
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
                way.add_argument("--yes", action="store_true", help="remove it without asking")
            way.add_argument("quarter", metavar="QUARTER", type=_quarter_name, help="such as 2026-Q4")


QUARTER_WAYS = {
    "list": "all quarters, with their figures",
    "new": "begin the current quarter, with everything filled in",
    "show": "what was found in a quarter, and what had changed",
    "reopen": "let a finished quarter be corrected",
    "finish": "finish a quarter that was reopened",
    "remove": "remove a quarter from the file",
}

REMIND_MORE = """\
The ends of tests, the reviews of what you accepted, and an hour for the next quarter. Import the file
into any calendar; import it again later, and it updates the entries it made."""

EXPORT_MORE = "For Excel write csv with -o: only a file gets the byte order mark that Excel needs."
FAIL_ON = "exit with 1 at this severity or above: critical, high, medium, low (or 5 to 1)"
OUTPUT = "a file or a folder; without it, the text is printed"
DECIMAL_MARK = "for figures: the decimal mark, a comma or a point"
DECIMAL_MARK_OF_CSV = "for csv: the decimal mark, a point or a comma; with a comma, semicolons separate the cells"
IMPORT_PAIRS = (
    ("--column", "WHAT=HEADER", "column", "for figures: which column holds what, such as date=Ordered"),
    ("--as", "NAME=CHANNEL", "known_as", "for figures: the name a channel has in the file, such as etsy=market"),
)

READ_SOURCES = "a page or an email (.md .txt .html .htm .eml), a folder of them, or - for standard input"

READ_EXAMPLES = """\
examples:
  trueup read home.html pricing.md emails/    the claims, as file:line:column claim "words"
  trueup read --check home.html               the ones that can't be true, each with the reason and a fix
  trueup read --check --fail-on high site/    in your website's CI: exits with 1
  trueup read --into --preview home.html      what would be added to your promises"""

IMPORT_EXAMPLE = """\
An export of orders (FILE.csv) fills in your last ten customers and how many bought
through each channel; an export of visits fills in how many came. You see what would be
imported first, and nothing is imported unless you agree. Names become initials.

example of FILE.json:
  {"business": "Plumbline", "quarter": "2026-Q4",
   "answers": {"offer.start": "alone",
               "operations.speed": {"value": 30, "evidence": "record"},
               "offer.price": {"unsure": true}},
   "promises": [{"id": "home-page", "words": "Start now", "claims": ["start.alone"]}],
   "channels": [{"id": "own-site", "name": "Own site", "share": 0.6}]}"""


class _Parser(argparse.ArgumentParser):
    """A parser that reports an error in one sentence, with where to find help, instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message}. See `{self.prog} --help`.")


def _add_file(parser: argparse.ArgumentParser) -> None:
    """Accept `-f FILE` before and after the command. If it isn't given in one place, the file named in the
    other stays.
    """
    parser.add_argument(
        "-f", "--file", metavar="FILE", type=_named, default=argparse.SUPPRESS, help="the business file to work on"
    )


def _named(text: str) -> str:
    if not text.strip() or "\0" in text:  # an unset variable in a script mustn't choose another file
        raise argparse.ArgumentTypeError("it needs a name")
    return text


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise argparse.ArgumentTypeError("write it as NAME=VALUE")
    return name.strip(), value.strip()


def _quarter_name(text: str) -> str:
    """Return the name of a quarter, of any year: the command says if the file doesn't hold that quarter."""
    name = re.fullmatch(r"([0-9]{4})-?q([0-9]+)", text, re.IGNORECASE)
    if name is None:
        raise argparse.ArgumentTypeError(f"“{text}” isn't a quarter; write one such as 2026-Q4")
    if name[2] not in ("1", "2", "3", "4"):
        raise argparse.ArgumentTypeError(f"there is no {text}; a year has the quarters Q1 to Q4")
    return f"{name[1]}-Q{name[2]}"


def _severity(text: str) -> int:
    from trueup.engine.ranking import SEVERITY_WORDS

    least = {word: severity for severity, word in sorted(SEVERITY_WORDS.items(), reverse=True)}
    if text in least or text in map(str, SEVERITY_WORDS):
        return least.get(text) or int(text)
    raise argparse.ArgumentTypeError("write critical, high, medium or low, or 5 to 1")
