"""Web addresses that people give: whole ones, which tell nobody's password."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

_whole = URLValidator(schemes=["http", "https"])


def fault(address: str) -> str:
    """What is wrong with an address, in a sentence that says what to do; empty when nothing is."""
    try:
        _whole(address)
    except ValidationError:
        return _("Enter a web address in full, for example https://www.example.org/report.")
    if urlsplit(address).username is not None:
        return _("Leave the name and password out of the web address.")
    return ""
