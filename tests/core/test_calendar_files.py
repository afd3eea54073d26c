"""Calendar files: days and meetings as other programs read them."""

import datetime as dt
from zoneinfo import ZoneInfo

from vkpp.core.calendar_files import LONGEST, Day, Meeting, as_text

LONDON = ZoneInfo("Europe/London")
CHANGED = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


def meeting(**changes):
    values = {
        "uid": "LE-00001",
        "title": "A day; with, signs",
        "starts": dt.datetime(2026, 7, 1, 10, tzinfo=LONDON),
        "ends": dt.datetime(2026, 7, 1, 15, tzinfo=LONDON),
        "changed": CHANGED,
    }
    return Meeting(**(values | changes))


def lines(*days):
    text = as_text(days)
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_meeting_is_at_the_same_instant_wherever_the_calendar_is():
    found = lines(meeting(place="Norwich", sequence=3))

    assert "DTSTART:20260701T090000Z" in found
    assert "DTEND:20260701T140000Z" in found
    assert "DTSTAMP:20261122T093000Z" in found
    assert "SEQUENCE:3" in found
    assert "LOCATION:Norwich" in found
    assert "SUMMARY:A day\\; with\\, signs" in found
    assert "STATUS:CONFIRMED" in found


def test_cancelled_meeting_keeps_its_uid_and_says_so():
    before, after = lines(meeting()), lines(meeting(sequence=1, cancelled=True))

    assert [line for line in before if line.startswith("UID:")] == [line for line in after if line.startswith("UID:")]
    assert "STATUS:CANCELLED" in after


def test_days_last_to_the_end_of_the_last_one():
    found = lines(Day("x", "Fieldwork", dt.date(2026, 12, 31), dt.date(2026, 12, 31), changed=CHANGED))

    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found
    assert not any(line.startswith(("SEQUENCE", "STATUS")) for line in found)


def test_long_lines_are_folded_between_characters():
    text = as_text([meeting(text="é" * 200)])

    assert max(len(line.encode()) for line in text.split("\r\n")) <= LONGEST + 1
    assert f"DESCRIPTION:{'é' * 200}" in text.replace("\r\n ", "")
