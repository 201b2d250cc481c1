"""The command line: runs the commands, prints their replies, and decides on the exit code."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TextIO

from trueup.arguments import parser
from trueup.commands.output import Refused, Reply
from trueup.crash import CRASHED, report
from trueup.paths import NoHomeError, business_file
from trueup.storage.errors import FileError, cause, shown

FINE, MISMATCH, WRONG = 0, 1, 2
TABLES = (".csv", ".tsv")
"""Endings of exports of orders or visits. Anything else that is imported is a JSON document."""

INTERRUPTED = 130
"""The exit code that shells expect after Ctrl-C."""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return the exit code."""
    try:
        arguments = parser().parse_args(argv)
        return ACTS[arguments.command](arguments)
    except SystemExit as end:  # argparse has printed its own message
        return end.code if isinstance(end.code, int) else WRONG
    except (Refused, FileError, NoHomeError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{shown(Path(error.filename or 'something'))} can't be used: {cause(error)}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # a bug; a traceback with values could contain the founder's words
        _print(report(error), sys.stderr)
        return CRASHED


def _open(arguments: argparse.Namespace) -> int:
    _prepare_screens()
    from trueup.ui.app import open_file, run

    return run(partial(open_file, business_file(arguments.file)))


def _demo(arguments: argparse.Namespace) -> int:
    _prepare_screens()
    from trueup.ui.app import open_sample, run

    return run(partial(open_sample, quarters=arguments.quarters))


def _check(arguments: argparse.Namespace) -> int:
    from trueup.commands.check import check

    path = business_file(arguments.file)
    return _say(check(path, as_json=arguments.json, fail_on=arguments.fail_on, quarter=arguments.quarter))


def _export(arguments: argparse.Namespace) -> int:
    from trueup.commands.export import export

    path = business_file(arguments.file)
    return _say(
        export(
            path,
            out=arguments.output,
            format=arguments.format,
            overwrite=arguments.overwrite,
            quarter=arguments.quarter,
            since=arguments.since,
            part=arguments.part,
            full_names=arguments.full_names,
            decimal=arguments.decimal,
            today=date.today(),
        )
    )


def _quarter(arguments: argparse.Namespace) -> int:
    from trueup.commands import quarter

    path, name = business_file(arguments.file), arguments.quarter
    if arguments.what == "new":
        return _say(quarter.new(path, date.today()))
    if arguments.what == "show":
        return _say(quarter.show(path, name))
    if arguments.what == "reopen":
        return _say(quarter.reopen(path, name))
    if arguments.what == "finish":
        return _say(quarter.close(path, name, date.today()))
    if arguments.what == "remove":
        return _say(quarter.remove(path, name, sure=arguments.yes or _agrees(f"Remove {name} from {shown(path)}?")))
    return _say(quarter.listed(path))


def _remind(arguments: argparse.Namespace) -> int:
    from trueup.commands.remind import remind

    path = business_file(arguments.file)
    return _say(remind(path, out=arguments.output, overwrite=arguments.overwrite, today=date.today()))


def _import(arguments: argparse.Namespace) -> int:
    if arguments.source.casefold().endswith(TABLES):
        return _import_figures(arguments)
    from trueup.commands.import_file import bring

    return _say(bring(arguments.source, business_file(arguments.file), replace=arguments.replace))


def _import_figures(arguments: argparse.Namespace) -> int:
    from trueup.commands.import_figures import keep, preview

    path = business_file(arguments.file)
    shown_first = preview(
        arguments.source,
        path,
        columns=dict(arguments.column),
        channels=dict(arguments.known_as),
        channel=arguments.channel,
        dates=arguments.dates,
        decimal=arguments.decimal,
        today=date.today(),
    )
    _say(shown_first.reply)
    if not arguments.yes and not _agrees(f"Take this into {shown(path)}?"):
        raise Refused("nothing was imported. Use --yes to import it without asking.")
    return _say(keep(shown_first))


def _read(arguments: argparse.Namespace) -> int:
    from trueup.commands.read import read

    return _say(
        read(
            arguments.sources,
            business_file(arguments.file),
            check=arguments.check,
            format="json" if arguments.json else arguments.format,
            fail_on=arguments.fail_on,
            into=arguments.into,
            preview=arguments.preview,
            replace=arguments.replace,
            today=date.today(),
        )
    )


def _explain(arguments: argparse.Namespace) -> int:
    from trueup.commands.explain import explain, explain_here

    if arguments.here:
        return _say(explain_here(business_file(arguments.file), arguments.id, arguments.quarter))
    return _say(explain(arguments.id))


def _lint(arguments: argparse.Namespace) -> int:
    from trueup.commands.lint import lint

    return _say(lint(arguments.folder, all_cues=arguments.cues))


ACTS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "open": _open,
    "demo": _demo,
    "check": _check,
    "export": _export,
    "quarter": _quarter,
    "remind": _remind,
    "import": _import,
    "read": _read,
    "explain": _explain,
    "lint": _lint,
}
"""Command → the function that runs it and returns the exit code."""


def _prepare_screens() -> None:
    """Refuse if there is no terminal to show screens, and turn garbage collection off until the file is open, because
    it would take a tenth of the time to start.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise Refused("trueup can't open its screens here; `trueup --help` shows what works without them.")
    gc.disable()


def _agrees(question: str) -> bool:
    """Ask a question in the terminal and return whether the answer is yes. Without a terminal, return False."""
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    _print(f"{question} [y/N] ", sys.stderr)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _say(reply: Reply) -> int:
    if reply.note:
        _print(f"trueup: {reply.note}\n", sys.stderr)
    if error := _print(reply.text, sys.stdout, reply.line_end):
        return _refuse(f"not everything could be printed: {cause(error)}.")
    if reply.is_partial:
        return WRONG
    return MISMATCH if reply.fails else FINE


def _refuse(sentence: str) -> int:
    _print(f"trueup: {sentence}\n", sys.stderr)
    return WRONG


def _print(text: str, stream: TextIO | None, line_end: str = "\n") -> OSError | None:
    """Print a text without control characters. Return the error if that failed; None also if the reader closed the
    stream early.
    """
    from trueup.sanitize import plain_text

    if stream is None:  # the process that started us closed it
        return None
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
        if line_end != "\n":
            stream.reconfigure(newline="")  # else Windows would write a second CR
    try:
        stream.write(plain_text(text, lines=True).replace("\n", line_end))
        stream.flush()
    except OSError as error:
        # On exit, Python would try to write the rest and report another error, so redirect the stream to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return None if isinstance(error, BrokenPipeError) else error
    return None
