"""What people read for the verb of an audit event. Apps register their own words; others are made from the verb."""

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def register(words: Mapping[str, str | Promise]) -> None:
    """Say how each verb reads, for example `{"practice.submit": _("sent the example to VKPP")}`."""
    _words.update(words)


def event_words(verb: str) -> str:
    """The verb as people read it; “role_request.take_back” without words of its own is “Role request: take back”."""
    if verb in _words:
        return str(_words[verb])
    thing, _dot, deed = verb.replace("_", " ").partition(".")
    return f"{thing.capitalize()}: {deed}" if deed else thing.capitalize()
