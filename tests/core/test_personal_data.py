import pytest

from vkpp.core import personal_data


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("She was born on 3 May 1990 in town.", "date_of_birth", "born on 3 May 1990"),
        ("DOB 03/05/90 on file", "date_of_birth", "03/05/90"),
        ("seen 1990-05-03", "date_of_birth", "1990-05-03"),
        ("ring 07700 900123 today", "phone", "07700 900123"),
        ("ring +44 7700 900123", "phone", "+44 7700 900123"),
        ("ring (01603) 496 000", "phone", "(01603) 496 000"),
        ("write to someone@example.org.", "email", "someone@example.org"),
        ("NHS 943 476 5919", "nhs_number", "943 476 5919"),
        ("lives at NR18 0WW", "postcode", "NR18 0WW"),
        ("lives at SW1A 2JL", "postcode", "SW1A 2JL"),
        ("crime ref 36/12345/24 refers", "crime_reference", "crime ref 36/12345/24"),
        ("Crime number: 12AB34", "crime_reference", "Crime number: 12AB34"),
    ],
)
def test_likely_personal_data_is_found(text, kind, found):
    findings = personal_data.find({"description": text})

    assert [(item.kind, item.text) for item in findings] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "It began in 2014 and cost £1,500,000 over 3 years.",
        "Call 101, or 999 in an emergency.",
        "43 of 44 forces answered by the end of April 2019.",
        "NHS 943 476 5918 has a wrong check digit",
        "Section 136, Part 2 and NVAP action 2.1.1",
        "The next review is on 01/02/2099.",
        "",
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert personal_data.find({"description": text}) == []


def test_findings_come_in_order_of_field_and_place():
    found = personal_data.find({"summary": "a@b.uk then NR18 0WW", "aim": "07700 900123"})

    assert [(item.field, item.kind) for item in found] == [
        ("summary", "email"),
        ("summary", "postcode"),
        ("aim", "phone"),
    ]
    assert [found[0].start, found[0].end] == [0, 6]


def test_kept_findings_stay_decided_when_other_text_changes():
    kept = [personal_data.find({"aim": "write to team@example.org"})[0].fingerprint]

    again = personal_data.find({"aim": "Now: team@example.org, or ring 07700 900123"})

    assert [item.kind for item in personal_data.undecided(again, kept)] == ["phone"]


def test_long_text_is_searched_quickly_enough_to_answer():
    """A text built to make patterns backtrack (a million characters) is still read in one go."""
    text = "a@" * 250_000 + "0" * 250_000 + "1-" * 125_000

    assert isinstance(personal_data.find({"description": text}), list)
