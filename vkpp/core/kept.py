"""Text that was sent but could not be saved: kept for some hours for the person who typed it, and for nobody else."""

import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, QueryDict

from vkpp.core import page_version
from vkpp.core.page_version import PageVersion

HOURS = 8
MOST = 1_000_000
SALT = "core.kept"
KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")
MACHINERY = {"csrfmiddlewaretoken", "version", "author", "action", "next", "fields", "seen"}


@dataclass(frozen=True)
class Kept:
    """What somebody typed on one page (name → the texts sent under it), and the version they had before them.

    `answers`: the versions of single answers, where the page showed others (vkpp.core.page_version).
    """

    values: dict[str, list[str]]
    version: int | None
    answers: Mapping[str, int] = field(default_factory=dict)

    @property
    def page(self) -> PageVersion:
        """The version that the page showed; 0, of which everything has changed since, when it did not say."""
        return PageVersion(self.version or 0, dict(self.answers))

    def only(self, values: dict[str, list[str]]) -> "Kept":
        """Some of it, or other words for it, from the same page."""
        return replace(self, values=values)


def author_mark(user: Any) -> str:
    """Goes along in the form, so that text sent after the session ended still belongs to somebody."""
    return signing.dumps(user.pk, salt=SALT)


def author_of(mark: str) -> int | None:
    """Whose form it was; None when the mark is not ours or older than a month."""
    try:
        return int(signing.loads(mark, salt=SALT, max_age=30 * 24 * 3600))
    except signing.BadSignature:
        return None


def sent(data: QueryDict) -> Kept:
    """What a form carries, without its machinery."""
    typed = {name: data.getlist(name) for name in data if name not in MACHINERY}
    return of_page(typed, page_version.read(data.get("version", "")))


def of_page(values: dict[str, list[str]], page: PageVersion | None) -> Kept:
    """What was typed on a page that showed this version."""
    return Kept(values, page.version, page.answers) if page else Kept(values, None)


def opened(version: int, left: Kept | None, answer_of: Callable[[str], str] = str) -> PageVersion:
    """What a page shows that is opened now, with what is `left` of an earlier one over it.

    `answer_of`: the answer that a field's name belongs to.
    """
    answers = {} if left is None else {name: left.page.of(name) for name in map(answer_of, left.values)}
    return PageVersion(version, answers)


def sent_version(data: QueryDict) -> int | None:
    """The version that the form had before it; None when it says nothing sensible."""
    page = page_version.read(data.get("version", ""))
    return page.version if page else None


def keep(person_id: Any, text: Kept) -> str:
    """Keep it; returns the key under which `get` finds it, or an empty text when it is too long or cannot be kept."""
    key = secrets.token_urlsafe(24)
    return key if _put(f"kept:{key}", person_id, text) else ""


def get(request: HttpRequest) -> Kept | None:
    """What this person's address speaks of (`?kept=…`), if it is theirs and still there."""
    key = request.GET.get("kept", "")
    return _read(f"kept:{key}", request.user.pk) if KEY.fullmatch(key) else None


def drop(request: HttpRequest) -> None:
    """Forget it once it was saved."""
    if get(request) is not None:
        cache.delete(f"kept:{request.GET['kept']}")


def settle_refused(person_id: Any, page: str, left: Kept | None, text: Kept, bad: Collection[str]) -> None:
    """After a save of `text`: keep those of its fields that are `bad`, and what is `left` of earlier, until put right."""
    old = left.values if left is not None else {}
    still = {name: values for name, values in old.items() if name not in text.values}
    still |= {name: values for name, values in text.values.items() if name in bad}
    if still:
        _put(f"refused:{person_id}:{page}", person_id, text.only(still))
    elif left is not None:
        drop_refused(person_id, page)


def refused(person_id: Any, page: str) -> Kept | None:
    """Answers of this page that could not be saved as they were typed."""
    return _read(f"refused:{person_id}:{page}", person_id)


def drop_refused(person_id: Any, page: str) -> None:
    """The page was saved: nothing is left over."""
    cache.delete(f"refused:{person_id}:{page}")


def _put(key: str, person_id: Any, text: Kept) -> bool:
    if sum(len(value) for values in text.values.values() for value in values) > MOST:
        return False
    row = {"person": person_id, "values": text.values, "version": text.version, "answers": dict(text.answers)}
    cache.set(key, row, HOURS * 3600)
    return cache.get(key) is not None


def _read(key: str, person_id: Any) -> Kept | None:
    row = cache.get(key)
    if row is None or row["person"] != person_id:
        return None
    return Kept(row["values"], row["version"], row.get("answers", {}))
