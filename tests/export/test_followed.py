"""Planned fixes in the summary and in `check --json`, and due dates as a calendar file that other programs read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pytest
import vobject
from dateutil.rrule import rrulestr
from icalendar import Calendar
from markdown_it import MarkdownIt
from tests.business import promise
from tests.engine.test_due import BASELINE, accepted
from tests.engine.test_plan import CONTENT, GATED, TODAY, business, chosen, only

from trueup.answers.document import document_from_audit
from trueup.answers.model import Audit, FixId
from trueup.cli import main
from trueup.engine import experiments, plan
from trueup.engine.analysis import Analysis
from trueup.engine.next_quarter import begin, first_day, quarter_after
from trueup.export.calendar_file import reminder
from trueup.export.findings_json import findings_document
from trueup.export.markdown_summary import summary
from trueup.storage.store import open_store

HOSTILE = "x\r\nEND:VCALENDAR\nBEGIN:VEVENT; <b>[link](http://e.example)</b>, \\ | `c` \u202e" + "é" * 90


def being_tried(audit: Audit, asked: float = 61.0, bought: float = 13.0) -> Audit:
    audit = chosen(audit)
    begun = experiments.begin(audit.plan[0], BASELINE, date(2026, 11, 2))
    assert begun.test is not None
    counted = replace(begun, test=replace(begun.test, asked=asked, bought=bought))
    return plan.changed(audit, audit.plan[0], lambda _: counted)


def with_touchpoint(audit: Audit, name: str) -> Audit:
    one = only(audit)
    return plan.changed(audit, one.planned, lambda fix: plan.with_touchpoint(fix, one.touchpoints, name, "todo", TODAY))


def summed_up(audit: Audit) -> str:
    return summary(Analysis(CONTENT, audit))


def test_the_summary_has_the_status_touchpoints_and_experiment_of_a_planned_fix() -> None:
    text = summed_up(being_tried(business()))
    assert "## What is being done" in text
    assert "(testing since 2026-11-02)" in text
    assert "0 of 5 changed; still to change: Home page, An ad, sales talk, partner texts, anywhere else" in text
    assert "Before 46 of 118 who asked bought, 39%" in text
    assert "Since 13 of 61 who asked bought, 21%: worse than before" in text
    assert "## What is being done" not in summed_up(business())


def test_a_planned_fix_names_its_mismatch_as_the_card_does() -> None:
    """The title says *most* where most are affected, and so does the plan."""
    audit = business(answers={"operations.speed": "longer"}, promises=[promise("punctual.ontime", kept=2)])
    findings = Analysis(CONTENT, audit).findings
    found = next(each for each in findings.mismatches if "most" in each.title)
    assert found.title != CONTENT.checks[found.check.id].title
    fix = FixId(found.id, found.check.fixes[0].key)
    text = summed_up(plan.choose(CONTENT, audit, findings, fix, TODAY))
    assert f"Against ‘{found.title}’" in text


def test_no_percentage_is_calculated_from_fewer_than_ten_people() -> None:
    assert "Since 2 of 3 who asked bought: too few to tell" in summed_up(being_tried(business(), 3.0, 2.0))


def test_decisions_that_need_another_look_are_reported_in_the_summary() -> None:
    audit = accepted(business())
    moved = replace(audit, accepted={GATED: replace(audit.accepted[GATED], rested_on=("say:start.alone",))})
    assert "What it was based on has changed since" in summed_up(moved)
    guild = audit.of("channel")[0]
    steps = replace(guild.fields["steps"], value=("named", "online"))
    gone = audit.with_row("channel", replace(guild, fields={**guild.fields, "steps": steps}))
    assert "## Decided, and no longer needed" in summed_up(gone)


def test_markup_in_a_touchpoint_is_written_literally() -> None:
    name = " ".join(HOSTILE.split())[:80]
    html = MarkdownIt("gfm-like", {"linkify": False}).render(summed_up(with_touchpoint(being_tried(business()), name)))
    assert "<b>" not in html
    assert "e.example" in html
    assert 'href="http://e' not in html


def test_check_json_has_the_plan_as_data() -> None:
    audit = with_touchpoint(being_tried(business()), "a flyer")
    (planned,) = json.loads(json.dumps(findings_document(Analysis(CONTENT, audit))))["plan"]
    assert (planned["check"], planned["fix"], planned["status"]) == (GATED, "say:start.announced", "testing")
    assert planned["touchpoints"]["a flyer"] == {"state": "todo", "since": ""}
    assert (planned["test"]["asked"], planned["test"]["result"]) == (61, "worse")


# The calendar ------------------------------------------------------------------


def calendar_of(audit: Audit, today: date = TODAY) -> bytes:
    return reminder(Analysis(CONTENT, audit), today, "one business")


def test_each_due_item_is_in_the_calendar_on_its_day() -> None:
    calendar = Calendar.from_ical(calendar_of(being_tried(accepted(business()), 0.0, 0.0)), multiple=False)
    days = {str(event["SUMMARY"]).partition(":")[2].partition(":")[0].strip(): event["DTSTART"].dt
            for event in calendar.walk("VEVENT")}  # fmt: skip
    assert days == {
        "the test ends": date(2026, 11, 15),
        "look again at what you accepted": date(2027, 1, 1),
        "the hour of the quarter": datetime(2027, 1, 4, 10),
    }


@pytest.mark.parametrize("name", ["Plumbline", HOSTILE, "", "東京 " * 40, "a;b,c\\n:\"'"])
def test_another_parser_reads_the_calendar_whatever_the_founder_wrote(name: str) -> None:
    audit = accepted(business())
    audit = replace(audit, business=name, accepted={GATED: replace(audit.accepted[GATED], reason=HOSTILE)})
    written = calendar_of(being_tried(audit, 0.0, 0.0))
    assert not written.replace(b"\r\n", b"").count(b"\n")
    assert b"\r" not in written.replace(b"\r\n", b"")
    assert max(map(len, written.split(b"\r\n"))) <= 75
    (calendar,) = vobject.readComponents(written.decode())
    assert len(calendar.vevent_list) == 3
    for event in calendar.vevent_list:
        assert event.uid.value.endswith("@trueup")
        assert event.dtstart.value < event.dtend.value
        assert "\u202e" not in event.summary.value


def test_the_same_plan_gives_the_same_bytes_and_an_entry_keeps_its_id_when_it_moves() -> None:
    audit = being_tried(business(), 0.0, 0.0)
    assert calendar_of(audit) == calendar_of(audit)
    sooner = plan.changed(
        audit, audit.plan[0], lambda fix: replace(fix, test=replace(fix.test, ends="2026-11-12") if fix.test else None)
    )
    ids = [
        {str(event["UID"]) for event in Calendar.from_ical(calendar_of(each), multiple=False).walk("VEVENT")}
        for each in (audit, sooner)
    ]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2


def second_weekdays(first: str, quarters: int) -> list[datetime]:
    days = []
    for _ in range(quarters):
        begins = first_day(first)
        week = [begins + timedelta(days=each) for each in range(7)]
        days.append(datetime.combine([day for day in week if day.weekday() < 5][1], time(10)))
        first = quarter_after(first)
    return days


@pytest.mark.parametrize("quarter", ["2026-Q1", "2026-Q4", "2027-Q2", "2032-Q3"])
def test_two_parsers_agree_that_the_review_recurs_every_quarter(quarter: str) -> None:
    written = calendar_of(replace(business(), quarter=quarter))
    expected = second_weekdays(quarter_after(quarter), 12)
    (read,) = Calendar.from_ical(written, multiple=False).walk("VEVENT")
    rule = rrulestr(read["RRULE"].to_ical().decode(), dtstart=read["DTSTART"].dt)
    assert list(islice(rule, 12)) == expected
    (calendar,) = vobject.readComponents(written.decode())
    assert list(islice(calendar.vevent.getrruleset(addRDate=True), 12)) == expected
    assert not [day for day in expected if (day.month, day.day) == (1, 1)]


def test_a_later_calendar_file_changes_entries_and_adds_no_duplicates_even_under_another_name() -> None:
    audit = being_tried(accepted(business()), 0.0, 0.0)
    later = replace(begin(audit, "2027-Q1"), business="Plumb and Line")
    kept: dict[str, int] = {}
    for each, today in ((audit, TODAY), (audit, TODAY), (later, date(2027, 1, 5))):
        for event in Calendar.from_ical(calendar_of(each, today), multiple=False).walk("VEVENT"):
            assert int(event["SEQUENCE"]) >= kept.get(str(event["UID"]), 0)
            kept[str(event["UID"])] = int(event["SEQUENCE"])
    assert len(kept) == 3, "one test, one trade-off, one review of the quarter"
    again = plan.changed(
        audit,
        audit.plan[0],
        lambda fix: replace(fix, test=replace(fix.test, started="2027-03-01") if fix.test else None),
    )
    ids = {str(event["UID"]) for event in Calendar.from_ical(calendar_of(again), multiple=False).walk("VEVENT")}
    assert len(ids - kept.keys()) == 1, "another test of the same fix"


def test_the_remind_command_writes_a_calendar_file_and_never_overwrites_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "business.json"
    with open_store(path, today=TODAY) as store:
        store.save(document_from_audit(accepted(business())))
    assert main(["-f", str(path), "remind"]) == 0
    assert capsys.readouterr().out.startswith("BEGIN:VCALENDAR\r\nVERSION")
    assert main(["-f", str(path), "remind", "-o", str(tmp_path)]) == 0
    written = tmp_path / "plumbline-2026-Q4.ics"
    (calendar,) = vobject.readComponents(written.read_bytes().decode())
    assert len(calendar.vevent_list) == 2
    assert main(["-f", str(path), "remind", "-o", str(written)]) == 2
    assert main(["-f", str(path), "remind", "-o", str(path)]) == 2
    assert main(["-f", str(path), "remind", "-o", str(written), "--overwrite"]) == 0
