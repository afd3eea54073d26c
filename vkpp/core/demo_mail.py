"""Mail of a demo machine: kept as files in LOCAL_DIR/mail instead of sent, and readable at `/demo/mail/`."""

import email
import email.policy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage as StandardMessage
from pathlib import Path
from time import time_ns

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 50
KEPT = 500


class DemoMailBackend(BaseEmailBackend):
    """Writes each mail into a file of its own, newest name last."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails; how many there were."""
        folder: Path = settings.DEMO_MAIL_DIR
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            draft = folder / f"{time_ns()}-{uuid.uuid4().hex[:8]}.new"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(draft.with_suffix(".eml"))
        for path in _newest_first()[KEPT:]:
            path.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """One kept mail as the page shows it."""

    recipients: str
    sender: str
    subject: str
    sent: str
    text: str
    html: str


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mails a real machine would have sent, newest first. There is no such page in production."""
    if not settings.DEMO:
        raise Http404
    paths = _newest_first()
    mails = [_read(path) for path in paths[:SHOWN]]
    return render(request, "core/demo_mail.html", {"mails": mails, "n_mails": len(paths), "shown": SHOWN})


def _newest_first() -> list[Path]:
    return sorted(settings.DEMO_MAIL_DIR.glob("*.eml"), reverse=True)


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Mail(
        recipients=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        sent=str(message["Date"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: StandardMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
