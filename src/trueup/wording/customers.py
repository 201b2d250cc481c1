"""What the last customers did, in words."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.content.model import Content
from trueup.engine.measures import CustomerCount

DID: Mapping[str, str] = {
    "customer.started.alone": "started alone",
    "customer.started.help": "asked for help to start",
    "customer.started.talk": "had to talk first",
    "customer.paid.full": "paid the full price",
    "customer.paid.less": "paid less",
    "customer.received.ontime": "got it on time",
    "customer.received.late": "got it late",
    "customer.group.aimed": "came from your target group",
    "customer.group.other": "came from outside your target group",
}
"""Answers about customers as what the customers did; those that aren't here stand behind a colon."""


def did(content: Content, counted: CustomerCount) -> str:
    """`9 of your last 10 had to talk first`."""
    said = f"{counted.count} of your last {counted.total}"
    if done := DID.get(f"{counted.column}.{counted.key}"):
        return f"{said} {done}"
    choice = content.questions[counted.column].by_key.get(counted.key)
    return f"{said}: {choice.label if choice else counted.key}"
