"""What kinds of mail a person may switch off: apps register topics, each person chooses, `notify` respects it.

    mail_topics.register(Topic("nvap_digest", _("Weekly summary"), _("Every Monday…"), kinds=("nvap_digest",)))

Mails of a kind without a topic always go out: invitations, roles, a signature that no longer holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from vkpp.core import audit
from vkpp.core.models import NotificationChoice

Text = str | Promise


@dataclass(frozen=True)
class Topic:
    """Something to be mailed about: its words, and the kinds of message that belong to it."""

    code: str
    label: Text
    hint: Text
    kinds: tuple[str, ...]
    order: int = 100


_topics: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Offer a topic on the page where people choose; the same code registered again replaces the earlier one."""
    _topics[topic.code] = topic


def everything() -> list[Topic]:
    """All topics in order."""
    return sorted(_topics.values(), key=lambda topic: (topic.order, topic.code))


def switched_off(person: Any) -> set[str]:
    """Codes of the topics that this person does not want to be mailed about."""
    return set(NotificationChoice.objects.filter(person=person, wanted=False).values_list("topic", flat=True))


def wanted(person: Any, kind: str) -> bool:
    """Whether a message of this kind goes out to the person."""
    codes = [topic.code for topic in _topics.values() if kind in topic.kinds]
    return not codes or not NotificationChoice.objects.filter(person=person, topic__in=codes, wanted=False).exists()


@transaction.atomic
def choose(*, person: Any, topics: Iterable[str], by: Any) -> None:
    """Keep which topics the person wants; those not named are switched off."""
    chosen = set(topics)
    before = switched_off(person)
    for topic in everything():
        NotificationChoice.objects.update_or_create(
            person=person, topic=topic.code, defaults={"wanted": topic.code in chosen}
        )
    after = {topic.code for topic in everything()} - chosen
    if after != before:
        audit.record(
            by=by,
            verb="notification.choose",
            target=person,
            before={"off": sorted(before)},
            after={"off": sorted(after)},
        )
