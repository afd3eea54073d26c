"""What the portal writes about itself: one event a line, JSON in production and readable elsewhere.

Every line carries the request id. Bodies, query strings and mail addresses are never written: what looks like an
address in any text is masked before it leaves the process.
"""

import re
from collections.abc import MutableMapping
from logging import DEBUG, ERROR
from typing import Any

import structlog
from structlog.typing import Processor

__all__ = ["DEBUG", "ERROR", "configuration", "mask"]

Event = MutableMapping[str, Any]

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
QUERY = re.compile(r"(?<=[^\s?])\?[^\s\"']+=[^\s\"']*")


def mask(_logger: Any, _method: str, event: Event) -> Event:
    """Replace mail addresses and query strings in every text of the event."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = QUERY.sub("?…", ADDRESS.sub("(address)", value))
    return event


BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(allow=()),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


# One line per request is written by vkpp.core.middleware, and beat need not tell each sweep.
QUIETED = {
    "django.request": "ERROR",
    "django.server": "ERROR",
    "django.channels.server": "ERROR",
    "celery.beat": "WARNING",
    "celery.worker.request": "WARNING",
    "celery.worker.strategy": "WARNING",
    "celery.app.trace": "WARNING",
    "fontTools": "WARNING",
}


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING; also sets up structlog itself, so that both kinds of logger end in the same lines."""
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        last += [structlog.processors.format_exc_info, mask, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last += [
            structlog.processors.format_exc_info,
            mask,
            structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0),
        ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "event": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": last,
                "foreign_pre_chain": BEFORE,
            }
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {name: {"level": lowest} for name, lowest in QUIETED.items()},
    }
