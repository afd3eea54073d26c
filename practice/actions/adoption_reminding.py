"""Forces are asked what came of practice they took up: half a year and a year after they started."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap.telling import holders
from practice.adopting.links import result_page
from practice.adopting.people import may_write
from practice.adopting.querysets import A_YEAR
from practice.models import Adoption
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.notify import notify
from vkpp.core.working_days import LONDON

KIND = "practice.remind_result"

mail_topics.register(
    Topic(
        "practice_adoption",
        _("Practice taken up by other forces"),
        _("When another force records what it does with an example of yours, and what came of it."),
        ("practice_adopted", "adoption_result"),
        35,
    )
)
mail_topics.register(
    Topic(
        "practice_result_due",
        _("Results of practice your force took up"),
        _("Half a year and a year after your force took up a practice, while its result is not noted."),
        ("adoption_result_due",),
        36,
    )
)


def remind(*, day: dt.date | None = None) -> int:
    """Owe a reminder for each result that is due, once after half a year and once after a year; how many are due."""
    today = day or timezone.localdate(timezone=LONDON)
    rows = Adoption.objects.standing().due(today).values_list("pk", "since")
    for pk, since in rows:
        milestone = "year" if today >= since + A_YEAR else "half"
        outbox.owe(KIND, {"adoption": pk, "day": today.isoformat()}, key=f"{KIND}:{pk}:{since.isoformat()}:{milestone}")
    return len(rows)


@outbox.handler(KIND)
def send_reminder(payload: dict[str, Any]) -> None:
    """Ask who recorded it, or the force's lead when that person has left; nothing when it was noted meanwhile."""
    rows = Adoption.objects.standing().due(dt.date.fromisoformat(payload["day"]))
    adoption = rows.filter(pk=payload["adoption"]).select_related("recorded_by", "force").first()
    if adoption is not None:
        for person in _to_ask(adoption):
            notify(
                to=person,
                kind="adoption_result_due",
                context={"adoption": adoption},
                link=result_page(adoption),
                about=adoption,
            )


def _to_ask(adoption: Adoption) -> list[User]:
    recorder: User = adoption.recorded_by
    if recorder.is_active and may_write(recorder, adoption):
        return [recorder]
    return list(holders(Permission.PRACTICE_MANAGE_FORCE, adoption.force_id))
