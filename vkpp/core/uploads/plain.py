"""Text and CSV files."""

import re

from django.utils.translation import gettext as _

from vkpp.core.uploads.refusal import Refused

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check(data: bytes) -> None:
    """It must be text in UTF-8 without control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("it is not text in UTF-8. Save it again as “UTF-8” or “CSV UTF-8”.")) from error
    if _CONTROL.search(text):
        raise Refused(_("it holds characters that do not belong into a text file."))
