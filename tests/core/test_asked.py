from dataclasses import dataclass
from typing import ClassVar

import pytest

from vkpp.core.asked import LONGEST, AskedOfList, Words


@dataclass(frozen=True)
class Asked(AskedOfList):
    words: ClassVar[Words] = {"tab": ["open", "done"], "late": ["1"]}

    tab: str = "open"
    q: str = ""
    late: str = ""


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ({}, Asked()),
        ({"tab": "done", "q": " two  words ", "late": "1"}, Asked("done", "two words", "1")),
        ({"tab": "nowhere", "late": "yes", "other": "x"}, Asked()),
        ({"q": "a\x00b"}, Asked(q="a b")),
        ({"q": "x" * 1000}, Asked(q="x" * LONGEST)),
    ],
)
def test_address_is_read_and_what_does_not_exist_is_passed_over(address, asked):
    assert Asked.of(address) == asked


def test_address_says_only_what_is_not_asked_anyway():
    asked = Asked(q="county lines", late="1")

    assert asked.query() == "q=county+lines&late=1"
    assert asked.query(tab="done", late="") == "tab=done&q=county+lines"
    assert Asked().query() == ""


def test_filters_narrow_and_tabs_do_not():
    assert not Asked().narrowed
    assert not Asked("done").narrowed
    assert Asked(q="x").narrowed
    assert Asked(late="1").narrowed
