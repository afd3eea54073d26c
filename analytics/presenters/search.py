"""The search over everything as its page and the API show it: some of each kind, or one kind page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from analytics.search import kinds
from analytics.search.kinds import Hits, Kind
from practice.filters import page_number, words_typed
from practice.listing import Pager

OF_EACH, PAGE_SIZE = 3, 10


@dataclass(frozen=True)
class Part:
    """One kind of thing with what was found of it; `href` shows all of them."""

    kind: Kind
    hits: Hits
    href: str


def page(user: Any, params: QueryDict) -> dict[str, Any]:
    """Everything that the page shows."""
    problems: list[str] = []
    words = words_typed(params, problems)
    number = page_number(params, problems)
    offered = kinds.of(user)
    chosen = next((kind for kind in offered if kind.code == params.get("type")), None)
    if params.get("type") and chosen is None:
        problems.append(
            _("There is nothing of the kind “%(kind)s” for you. This is everything.") % {"kind": params["type"][:60]}
        )
    found: list[Part] = []
    if words:
        found = _paged(user, words, chosen, number) if chosen else parts(user, words)
    total = sum(part.hits.total for part in found if part.kind is chosen)
    pages = max(1, -(-total // PAGE_SIZE))
    return {
        "words": words,
        "problems": problems,
        "chosen": chosen,
        "parts": [part for part in found if part.hits.total and chosen in (None, part.kind)],
        "total": sum(part.hits.total for part in found),
        "tabs": _tabs(found, words, chosen),
        "page": Pager(min(number, pages), pages),
        "first": (min(number, pages) - 1) * PAGE_SIZE + 1,
    }


def parts(user: Any, words: str, *, only: Kind | None = None, of_each: int = OF_EACH) -> list[Part]:
    """The best of each kind, or of one."""
    wanted = [only] if only else kinds.of(user)
    return _found(user, words, [(kind, 1, of_each) for kind in wanted])


def _paged(user: Any, words: str, chosen: Kind, number: int) -> list[Part]:
    """A page of the chosen kind, and of the others how many there are."""
    return _found(
        user, words, [(kind, number, PAGE_SIZE) if kind is chosen else (kind, 1, 0) for kind in kinds.of(user)]
    )


def _found(user: Any, words: str, wanted: Sequence[tuple[Kind, int, int]]) -> list[Part]:
    hits = kinds.find(user, words, wanted)
    return [Part(kind, own, _address(words, kind)) for (kind, _page, _size), own in zip(wanted, hits, strict=True)]


def _address(words: str, kind: Kind | None) -> str:
    return "?" + urlencode({"q": words, **({"type": kind.code} if kind else {})})


def _tabs(found: list[Part], words: str, chosen: Kind | None) -> list[dict[str, Any]]:
    """Everything, and each kind of which something is found."""
    total = sum(part.hits.total for part in found)
    tabs = [{"label": _("Everything"), "href": _address(words, None), "current": chosen is None, "count": total}]
    tabs += [
        {"label": part.kind.label, "href": part.href, "current": part.kind is chosen, "count": part.hits.total}
        for part in found
        if part.hits.total or part.kind is chosen
    ]
    return tabs
