"""Checks of uploaded files: the type is judged by the content, and whatever could do harm is refused by name."""

from vkpp.core.uploads.check import CONTENT_TYPES, LIMIT, MOST, Checked, check
from vkpp.core.uploads.refusal import Refused

__all__ = ["CONTENT_TYPES", "LIMIT", "MOST", "Checked", "Refused", "check"]
