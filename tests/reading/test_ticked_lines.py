"""Lines of which every claim must be ticked at once, and no other: a cue finds each, and it's among the likeliest."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.reading.likely_claims import doubted
from trueup.reading.reader import read
from trueup.reading.sources import pasted

CONTENT = our_content()


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("All prices include VAT.", {"extras.taxin"}),
        ("Prices incl. GST.", {"extras.taxin"}),
        ("No card, no obligation.", {"entry.nocard"}),
        ("20% off all restorations until Sunday!", {"decide.dated"}),
        ("To cancel Storm Post, write to me by the 15th of the month.", {"leaving.mail"}),
        ("Your old barometer, reading true again in three weeks", {"speed.weeks"}),
        ("Your old barometer, reading true again, usually in nine weeks", {"speed.stated"}),
        ("I collect your barometer from your door and bring it back myself.", {"area.free"}),
        ("Anyone can order: no account needed.", {"access.open", "signup.none"}),
        ("14 euros a month, for at least six months.", {"leaving.stated"}),
        ("Not happy? I redo the work free.", {"proof.redo"}),
        ("Most restorations cost between 380 and 520 euros.", set()),
        ("I read every mail myself.", set()),
        ("The course is for potters who have fired at least 20 glaze loads.", {"access.condition"}),
        ("The course is for potters.", {"who.one"}),
        ("Start the same evening.", {"speed.hours"}),
        ("I read and answer every mail myself.", {"work.reply"}),
        ("Get a personal answer within 48 hours.", {"support.two"}),
        ("I answer within two days.", {"support.two"}),
        ("I answer within 72 hours.", {"support.few"}),
        ("I answer within 24 hours.", {"support.day"}),
        ("One fixed price: 240 euros.", {"extras.fixed", "shown.flat"}),
    ],
)
def test_a_line_is_ticked_with_what_it_claims(line: str, claims: set[str]) -> None:
    reading = doubted(CONTENT, read(CONTENT, pasted(line).blocks))
    assert {claim.tag for claim in reading.claims} == claims
