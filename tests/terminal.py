"""A real terminal for end-to-end tests: the program runs in a pty, and pyte draws the screen that a person sees."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r",
    "space": " ",
    "tab": "\t",
    "escape": "\x1b",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "ctrl+o": "\x0f",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
}


class NotShownError(AssertionError):
    """The awaited text never appeared; the message contains the current screen."""


class Undrawn(pyte.ByteStream):
    """A stream that takes the program's output without drawing it."""

    def feed(self, data: bytes) -> None:
        """Do nothing: the terminal keeps the raw output."""


class Terminal:
    """A program in a pty, 80×24 by default. Use it as a context manager, which ends the program on leaving.

    Drawing the output would distort measurements of time: with `is_drawn=False`, only `raw` is kept.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        is_drawn: bool = True,
        deaf_to: Sequence[signal.Signals] = (),
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen) if is_drawn else Undrawn()
        self.raw = bytearray()
        self._text, self._read_at = "\n" * (rows - 1), 0
        self.status: int | None = None
        self.pid, self._fd = pty.fork()
        self._is_closed = False
        if self.pid == 0:
            signal.pthread_sigmask(signal.SIG_BLOCK, deaf_to)
            os.execvpe(command[0], list(command), {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def text(self) -> str:
        """The screen as text, cached until there is more output, because reading it takes as long as drawing it."""
        if self._read_at != len(self.raw):
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
            self._read_at = len(self.raw)
        return self._text

    def press(self, *keys: str) -> None:
        """Type: names of keys (`enter`, `f8`), anything else as text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            self._read(0.05)

    def wait_for(self, text: str, *, seconds: float = 20.0) -> str:
        """Wait until the screen shows a text, and return the screen."""
        end = time.monotonic() + seconds
        while text not in self.text:
            if not self._read(0.05) and self.ended():
                break
            if time.monotonic() > end:
                break
        if text not in self.text:
            message = f"never shown: {text!r}\n{self.text}"
            raise NotShownError(message)
        return self.text

    def wait_until_gone(self, text: str, *, seconds: float = 20.0) -> None:
        """Wait until the screen no longer shows a text."""
        end = time.monotonic() + seconds
        while text in self.text and time.monotonic() < end:
            self._read(0.05)
        if text in self.text:
            message = f"still shown: {text!r}\n{self.text}"
            raise NotShownError(message)

    def wait_until(self, is_true: Callable[[], bool], otherwise: str, *, seconds: float = 20.0) -> None:
        """Wait until a condition is true of the screen; `otherwise` is the message if it never is."""
        end = time.monotonic() + seconds
        while not is_true() and time.monotonic() < end:
            self._read(0.05)
        if not is_true():
            message = f"{otherwise}\n{self.text}"
            raise NotShownError(message)

    def settle(self) -> None:
        """Read until the program has nothing more to draw for now."""
        while self._read(0.1):
            pass

    def rest(self, seconds: float = 0.3, *, most: float = 60.0) -> None:
        """Read until the program has drawn everything: it has slept and written nothing for `seconds`.

        On a busy machine, a program with more to draw may write nothing for longer, but then it isn't asleep: it waits
        for the processor.
        """
        end = time.monotonic() + most
        since = time.monotonic()
        while time.monotonic() - since < seconds and time.monotonic() < end:
            if self._read(0.02) or not self._sleeps():
                since = time.monotonic()

    def _sleeps(self) -> bool:
        """Whether no thread of the program runs or waits for the processor. True if the system doesn't tell."""
        stats = (task / "stat" for task in Path(f"/proc/{self.pid}/task").glob("*"))
        with suppress(OSError):  # a thread that has just ended has no file
            return all(stat.read_text().rpartition(") ")[2].startswith("S") for stat in stats)
        return True

    def ended(self) -> bool:
        """Whether the program has ended; its exit status is then in `status`."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait_end(self, *, seconds: float = 20.0) -> int:
        """Wait for the program to end and return its exit status (negative: the signal that ended it)."""
        end = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < end:
            self._read(0.05)
        if self.status is None:
            message = f"still running\n{self.text}"
            raise NotShownError(message)
        return self.status

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def close(self) -> None:
        """Close the terminal while the program runs."""
        self._is_closed = True
        os.close(self._fd)

    def wait_gone(self, *, seconds: float) -> int | None:
        """Wait for the program to end after its terminal was closed; return the exit status, None while it runs."""
        end = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < end:
            time.sleep(0.02)
        return self.status

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the program's end of the terminal is closed
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.ended():
            self.kill()
            self.wait_gone(seconds=20)
        if not self._is_closed:
            self.close()


def trueup(file: Path, *, deaf_to: Sequence[signal.Signals] = ()) -> Terminal:
    """The app on a file; it ignores the signals in `deaf_to`."""
    return Terminal([sys.executable, "-m", "trueup", "-f", str(file)], env=dict(os.environ), deaf_to=deaf_to)


def begin(terminal: Terminal) -> None:
    """Go from an empty home folder to the first question."""
    terminal.wait_for("Start with my business")
    terminal.press("1")
    terminal.wait_for("called?")
    terminal.press("Plumbline", "enter")
    terminal.wait_for("1 of ")


def begin_note(terminal: Terminal) -> None:
    """Answer the first question, and type *half a sentence* into its note."""
    begin(terminal)
    terminal.press("1")
    terminal.wait_for("Saved")
    terminal.press("n")
    terminal.wait_for("F5 note")
    terminal.press("half a sentence")
    terminal.wait_for("half a sentence")
