"""Is this asked already? A question that somebody is about to add, beside everything that forces are asked today."""

from dataclasses import dataclass
from typing import Any

from analytics.models import CollectionItem
from analytics.register import questions
from analytics.register.alike import WORTH_A_LOOK, items_like, texts_like
from analytics.register.links import collection_page
from analytics.register.querysets import reads
from analytics.register.spelling import spelled
from analytics.register.vocab import OtherKind

MOST = 12
LONGEST = 500


@dataclass(frozen=True)
class Already:
    """Something that forces are asked already: what, where, how alike it is of 100, and the words both have."""

    text: str
    where: str
    href: str
    owner: str
    rhythm: str
    kind: str
    figure: int
    shared: list[str]


def already_asked(text: str, *, user: Any, but: str = "", least: int = WORTH_A_LOOK) -> list[Already]:
    """What is asked already of what `text` asks, the most alike first; `but` names a question of forms to leave out."""
    words = spelled(text[:LONGEST])
    if not words or not reads(user):
        return []
    found = [*_items(words, user, least), *_own(words, user, but, least)]
    return sorted(found, key=lambda one: (-one.figure, one.where, one.text))[:MOST]


def _items(words: str, user: Any, least: int) -> list[Already]:
    alike = items_like([(0, words)], least=least, covered=True)
    seen = CollectionItem.objects.visible_to(user).select_related("collection")
    rows = seen.in_bulk([one.found for one in alike])
    found = []
    for one in alike:
        if (item := rows.get(one.found)) is not None:
            whole = item.collection
            place = (whole.name, collection_page(whole), whole.owner, whole.get_rhythm_display() or whole.frequency)
            found.append(Already(item.text, *place, OtherKind.ITEM.value, one.figure, one.shared))
    return found


def _own(words: str, user: Any, but: str, least: int) -> list[Already]:
    own = [one for one in (*questions.seen_questions(user), *questions.measures()) if not but or one.code != but]
    alike = texts_like([(0, words)], questions.keyed(own), least=least, covered=True)
    return [_shown(own[one.found], one.figure, one.shared) for one in alike]


def _shown(one: questions.Asked, figure: int, shared: list[str]) -> Already:
    return Already(one.text, one.form or one.code, "", "", "", str(one.kind), figure, shared)
