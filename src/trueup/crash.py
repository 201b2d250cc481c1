"""The report on a bug. It names places in the code but shows no values, which could be the founder's words."""

from __future__ import annotations

import os
import traceback

CRASHED = 70
"""The exit code after a bug, `EX_SOFTWARE`. It differs from those for a mismatch and for wrong use."""


def report(error: BaseException) -> str:
    """Return a report with the type of the error and the places in the code through which it passed, innermost last. If
    TRUEUP_DEBUG is set, return Python's full traceback.
    """
    if os.environ.get("TRUEUP_DEBUG"):
        return "".join(traceback.format_exception(error))
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    said = (
        "trueup has a fault and had to stop. Whatever said Saved is in your file.",
        "To report the fault, send these lines. None of your answers is in them:",
        *places,
        f"  {type(error).__name__}",
    )
    return "\n".join(said) + "\n"


def _short(file: str) -> str:
    """Return a path from the package onwards, because the folders above may contain a person's name."""
    parts = file.replace(os.sep, "/").split("/")
    start = next((nth for nth, part in enumerate(parts) if part in ("trueup", "textual") and nth < len(parts) - 1), -1)
    return "/".join(parts[start:])
