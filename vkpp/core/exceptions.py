"""What an action may refuse, each as a sentence for the person; the web and the API turn them into their own answers."""

from collections.abc import Mapping, Sequence
from typing import Any


class PortalError(Exception):
    """Anything an action refuses. `message` is shown to the person and says what to do next."""

    code = "refused"
    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(PortalError):
    """The person can see the thing but may not do this with it (403)."""

    code = "not_allowed"
    status = 403


class Conflict(PortalError):
    """Somebody else changed the thing meanwhile (409). `current` holds what is there now, when that helps."""

    code = "conflict"
    status = 409

    def __init__(self, message: str, current: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.current = dict(current or {})


class Invalid(PortalError):
    """Values that cannot be accepted (400): field name → sentences; `""` holds what concerns no single field."""

    code = "invalid"

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {field: list(messages) for field, messages in errors.items()}
        super().__init__(" ".join(message for messages in self.errors.values() for message in messages))
