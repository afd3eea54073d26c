"""Which days count when something is due."""

import datetime as dt

import pytest

from vkpp.core import working_days

LONDON = working_days.LONDON


@pytest.mark.parametrize(
    ("year", "holidays"),
    [
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2033, ["01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-26", "12-27"]),
    ],
)
def test_bank_holidays_of_a_year(year, holidays):
    assert sorted(working_days.bank_holidays(year)) == [dt.date.fromisoformat(f"{year}-{day}") for day in holidays]


def test_after_leaves_out_weekends_and_bank_holidays():
    friday = dt.datetime(2026, 5, 22, 9, tzinfo=LONDON)

    due = working_days.after(friday, 2)

    assert due == dt.datetime(2026, 5, 27, 23, 59, 59, tzinfo=LONDON)


def test_after_counts_from_the_day_in_london():
    late_evening_utc = dt.datetime(2026, 7, 6, 23, 30, tzinfo=dt.UTC)

    assert working_days.after(late_evening_utc, 1).date() == dt.date(2026, 7, 8)
