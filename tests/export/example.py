"""A business to export, with answers to the questions of the small content folder."""

from __future__ import annotations

from collections.abc import Callable

from trueup.answers.model import Answer, Audit, Row


def business(text: Callable[[str], str] = str) -> Audit:
    """A business with an example of everything; `text` is applied to every word that a founder writes freely."""

    def said(words: str, **how: str) -> Answer:
        return Answer(text(words), **how)  # type: ignore[arg-type]

    return Audit(
        text("Plumbline"),
        "2026-Q4",
        answers={
            "identity.who": Answer("aimed", note=text("since the start")),
            "identity.goal": Answer(state="na", note=text("later")),
            "offer.start": Answer("alone", note=text("but few do")),
            "market.words": said("too much typing"),
            "market.price": Answer(state="unsure", note=text("ask three")),
            "operations.speed": Answer(90.0, evidence="record", note=text("invoices")),
        },
        rows={
            "promise": (
                Row(
                    "home",
                    {
                        "words": said("Start now"),
                        "where": Answer("page", note=text("top of it")),
                        "groups": Answer((text("inspectors"), text("offices"))),
                        "claims": Answer(("start.alone", "speed.instant")),
                    },
                ),
            ),
            "channel": (
                Row(
                    "ads",
                    {
                        "name": said("Google ads"),
                        "groups": Answer((text("inspectors"),)),
                        "steps": Answer(("ad", "talks", "pays"), note=text("a call of 45 minutes")),
                        "share": Answer(0.6),
                    },
                ),
                Row("partner", {"name": said("HomeGuild"), "steps": Answer(("reads", "pays"))}),
            ),
            "customer": tuple(
                Row(f"c{n}", {"who": said("N. B."), "started": Answer("talk"), "channel": Answer("ads")})
                for n in range(4)
            ),
        },
        disclosed={"start.gated": "before"},
    )
