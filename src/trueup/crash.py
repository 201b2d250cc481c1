"""The report on a bug of ours: names places in the code but shows no value, since that could be the founder's words."""

from __future__ import annotations

import os
import traceback

CRASHED = 70
"""The exit code, `EX_SOFTWARE`: no mismatch, and no wrong use."""


def report(error: BaseException) -> str:
    """The kind of error and the places in the code it passed through, innermost last. With TRUEUP_DEBUG set, Python's
    full traceback.
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
    """The path from the package onwards: the folders above may contain a person's name."""
    parts = file.replace(os.sep, "/").split("/")
    start = next((nth for nth, part in enumerate(parts) if part in ("trueup", "textual") and nth < len(parts) - 1), -1)
    return "/".join(parts[start:])
