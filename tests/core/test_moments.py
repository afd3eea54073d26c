"""A day and a time as two fields: neither is dropped or made up without a word."""

import datetime as dt

import pytest
from django import forms

from vkpp.core.moments import LONDON, Moment


class CallForm(forms.Form):
    """A start, of which the time matters, and an end."""

    def __init__(self, **typed):
        super().__init__(typed)
        self.fields |= Moment.fields("opens", "Opens", timed=True) | Moment.fields("closes", "Closes")


def met(name, **typed):
    """The moment and the mistakes."""
    form = CallForm(**typed)
    assert form.is_valid()
    return Moment.of(form, name), form.errors


def day(name):
    return {f"{name}_on_0": "30", f"{name}_on_1": "6", f"{name}_on_2": "2031"}


@pytest.mark.parametrize("name", ["opens", "closes"])
def test_day_and_time(name):
    assert met(name, **day(name), **{f"{name}_time": "6pm"}) == (dt.datetime(2031, 6, 30, 18, 0, tzinfo=LONDON), {})
    assert met(name) == (None, {})


@pytest.mark.parametrize("name", ["opens", "closes"])
def test_time_without_its_day_is_a_mistake(name):
    mistakes = {f"{name}_on": ["Enter the day as well, or leave the time empty."]}

    assert met(name, **{f"{name}_time": "18:00"}) == (None, mistakes)


def test_day_alone_ends_at_the_time_that_the_field_says():
    assert met("closes", **day("closes")) == (dt.datetime(2031, 6, 30, 17, 0, tzinfo=LONDON), {})
    assert "If you leave it empty, it is 17:00." in CallForm().fields["closes_time"].help_text
    assert "17:00" not in CallForm().fields["opens_time"].help_text


def test_nothing_starts_at_a_time_that_nobody_entered():
    assert met("opens", **day("opens")) == (None, {"opens_time": ["Enter a time, for example 17:00 or 5pm."]})


@pytest.mark.parametrize("typed", ["24:00", "noon", "5:60"])
def test_what_is_no_time_is_a_mistake(typed):
    moment, mistakes = met("closes", **day("closes"), closes_time=typed)

    assert (moment, list(mistakes)) == (None, ["closes_time"])
