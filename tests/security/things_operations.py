"""The portal's own work: owed work that failed, a mail that was not delivered, a notice of maintenance."""

import datetime as dt

from django.utils import timezone

from tests.security.checks import TYPED
from vkpp.core.models import Notification, OutboxItem, ServiceNotice


def add_operations(build):
    """`owed`, `notice`: after everything that was owed before is done."""
    now = timezone.now()
    mail = Notification.objects.create(
        to=build.owner, kind="practice_submitted", subject="Zzqmailsubject", body="Zzqmailbody", state="owed"
    )
    Notification.objects.filter(pk=mail.pk).update(created_at=now - dt.timedelta(hours=1))
    owed = OutboxItem.objects.create(
        kind="core.mail",
        payload={"notification": mail.pk},
        key=f"core.mail:{mail.pk}",
        due=now,
        failed_at=now,
        attempts=12,
        last_error=f"ConnectionRefusedError: {TYPED}",
    )
    notice = ServiceNotice.objects.create(
        kind="planned",
        text=f"The portal is away. {TYPED}",
        starts_at=now + dt.timedelta(days=30),
        ends_at=now + dt.timedelta(days=31),
    )
    build.things |= {"owed": owed.pk, "notice": notice.pk}
