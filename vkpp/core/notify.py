"""Telling people: one row per message, frozen as text so that staff can read it first, sent by a worker."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.core import mail_topics, outbox
from vkpp.core.models import Notification

File = tuple[str, str, str]
Brings = Callable[[Notification], Iterable[File]]
_files: dict[str, Brings] = {}


def brings(*kinds: str) -> Callable[[Brings], Brings]:
    """Register what makes the files of these kinds of mail (name, content, type) at the moment of sending.

    A sending service that takes no files drops them: the mail's text must lead to them as well.
    """

    def register(function: Brings) -> Brings:
        _files.update(dict.fromkeys(kinds, function))
        return function

    return register


def notify(
    *,
    to: Any,
    kind: str,
    context: Mapping[str, Any],
    link: str = "",
    about: models.Model | None = None,
    staged: bool = False,
) -> Notification:
    """Owe `to` the message `templates/_emails/<kind>.txt` (its first line is the subject). Staged ones wait for `release`.

    One about a topic that the person has switched off is kept as not sent.
    """
    off = not mail_topics.wanted(to, kind)
    text = render_to_string(
        f"_emails/{kind}.txt", {**context, "to": to, "link": settings.SITE_URL + link if link else ""}
    )
    subject, _newline, body = text.strip().partition("\n")
    message = Notification.objects.create(
        to=to,
        kind=kind,
        subject=subject.strip()[:200],
        body=body.strip(),
        link=link,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        state=Notification.State.DROPPED if off else Notification.State.STAGED if staged else Notification.State.OWED,
    )
    if not staged and not off:
        _owe_mail([message.pk])
    return message


def release(messages: "models.QuerySet[Notification]") -> int:
    """Send staged messages; returns how many. One that somebody released meanwhile is not sent twice."""
    with transaction.atomic():
        staged = messages.filter(state=Notification.State.STAGED)
        ids = list(staged.select_for_update().values_list("pk", flat=True))
        Notification.objects.filter(pk__in=ids).update(state=Notification.State.OWED)
        _owe_mail(ids)
    return len(ids)


def drop(messages: "models.QuerySet[Notification]") -> int:
    """Decide not to send staged messages; returns how many."""
    return messages.filter(state=Notification.State.STAGED).update(state=Notification.State.DROPPED)


def _owe_mail(ids: Iterable[int]) -> None:
    for pk in ids:
        outbox.owe("core.mail", {"notification": pk}, key=f"core.mail:{pk}")


@outbox.handler("core.mail", looks_first=True)
def send_mail(payload: dict[str, Any]) -> None:
    """Send one message by mail; quietly nothing when it is gone, was sent, or the person has left."""
    message = (
        Notification.objects.select_for_update(of=("self",))
        .select_related("to")
        .filter(pk=payload["notification"], state=Notification.State.OWED)
        .first()
    )
    if message is None:
        return
    if not message.to.is_active:
        Notification.objects.filter(pk=message.pk).update(state=Notification.State.DROPPED)
        return
    mail = EmailMessage(
        subject=message.subject,
        body=f"{message.body}\n\n{_('This message was sent by the VKPP portal. Please do not reply to it.')}\n",
        to=[message.to.email],
        headers={
            "Message-ID": f"<notification-{message.pk}@{settings.MAIL_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    for name, content, content_type in _files[message.kind](message) if message.kind in _files else ():
        mail.attach(name, content, content_type)
    mail.send()
    Notification.objects.filter(pk=message.pk).update(state=Notification.State.SENT, sent_at=timezone.now())
