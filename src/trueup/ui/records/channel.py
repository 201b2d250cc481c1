"""Channels: the ways customers come, with the steps they really take."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from trueup.answers.model import Row
from trueup.content.model import Area, RowKind
from trueup.ui.base.text import MUTED, plain, shorten
from trueup.ui.records.record_form import NEW
from trueup.ui.records.record_screen import RowsScreen


class ChannelScreen(RowsScreen):
    """What really happens, channel by channel."""

    KIND: ClassVar[RowKind] = "channel"
    AREA: ClassVar[Area] = "market"
    VIEW = "Market"
    HEADS = "share"

    def named(self, row: Row) -> str:
        """Its name."""
        return row.text("name") if row.id != NEW else f"channel {len(self.rows) + 1}"

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """The name, the share of customers, how many steps it takes and whom it reaches."""
        share = row.fields.get("share")
        known = share is not None and isinstance(share.value, float)
        figure = Content(f"{share.value:.0%}" if share and known else "")
        groups = ", ".join(row.many("groups"))
        steps = len(row.many("steps"))
        taken = f"{steps} step{'' if steps == 1 else 's'}" if steps else ""
        parts = [part for part in (taken, f"for {groups}" if groups else "") if part]
        return plain(shorten(row.text("name"), self.room)), figure, plain(" · ".join(parts), MUTED)
