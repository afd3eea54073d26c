"""Learning from reviews beside an action of the plan and beside an answer to it, for who reads case reviews."""

from typing import Any

from django.http import HttpRequest

from nvap.models import ActionVersion, Response
from reviews import learning, people
from reviews.learning_filters import Wanted
from reviews.presenters import points
from reviews.presenters.learning import percent, points_address
from reviews.theme_tree import themes
from vkpp.core import panels

SHOWN = {"page": 4, "aside": 2}
THEMES = 3


def register() -> None:
    """Fill the places on the page of an action and beside an answer."""
    panels.register("nvap_action_page", panels.Panel("reviews/learning_action.html", on_action, order=20))
    panels.register("nvap_answer_aside", panels.Panel("reviews/learning_answer.html", beside_answer, order=60))


def on_action(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The newest learning that cites this action, and on which themes it is."""
    assert isinstance(thing, ActionVersion)
    return cited(request.user, thing.action.code, SHOWN["page"])


def beside_answer(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The same in short; nothing where no review cites the action."""
    assert isinstance(thing, Response)
    found = cited(request.user, thing.action_version.action.code, SHOWN["aside"])
    return found if found and found["reviews"] else None


def cited(user: Any, code: str, size: int) -> dict[str, Any] | None:
    """How many reviews have learning that cites the action, its commonest themes, and the newest of it."""
    if not people.may_read(user):
        return None
    wanted = Wanted(chosen={"action": (code,)})
    counted = learning.find(user, wanted)
    with counted.index.lock:
        found = counted.reviews()
        number = counted.points()
        ids = counted.index.newest.slice(found, 0, size)
        nodes = [node for node in themes().values() if node.depth] if found else []
        top = {node.code: counted.count(theme=node.code) for node in nodes}
    most = sorted((node for node in nodes if top[node.code]), key=lambda node: -top[node.code])
    return {
        "code": code,
        "reviews": len(found),
        "points": number,
        "newest": points.reviews(user, ids, points.points_of(user, wanted, ids)),
        "more": points_address(wanted),
        "themes": [
            {
                "label": node.label,
                "reviews": top[node.code],
                "share": percent(top[node.code], len(found)),
                "url": points_address(wanted, theme=node.code),
            }
            for node in most[:THEMES]
        ],
    }
