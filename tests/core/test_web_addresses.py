import pytest

from vkpp.core import web_addresses

WHOLE = "Enter a web address in full, for example https://www.example.org/report."


@pytest.mark.parametrize(
    "address", ["https://www.example.org/report", "http://example.org", "https://example.org:8443/?q=1"]
)
def test_whole_address_is_taken(address):
    assert web_addresses.fault(address) == ""


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", WHOLE),
        ("www.example.org", WHOLE),
        ("javascript:alert(1)", WHOLE),
        ("ftp://example.org/report", WHOLE),
        (7, WHOLE),
        ("https://officer:secret@example.org/", "Leave the name and password out of the web address."),
    ],
)
def test_anything_else_is_refused_with_what_to_do(address, sentence):
    assert web_addresses.fault(address) == sentence
