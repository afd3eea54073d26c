"""What the register of collections offers elsewhere: a card of Insight, and the check before a question is added."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import front_panels, people
from analytics.models import Collection, Overlap
from analytics.presenters import overlaps
from analytics.register.alike import MUCH_THE_SAME
from analytics.register.checking import already_asked
from analytics.register.people import may_read
from vkpp.core import panels

BEFORE = "nvap_question_before"
BESIDE = "nvap_question_aside"


def register() -> None:
    """Fill the places, and open Insight to readers of the register."""
    people.also(lambda request: may_read(request.user))
    panels.register(front_panels.PLACE, panels.Panel(front_panels.CARD, card, order=70))
    panels.register(BEFORE, panels.Panel("analytics/question_before.html", before_question))
    panels.register(BESIDE, panels.Panel("analytics/question_aside.html", beside_question))


def card(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The register on the front page of Insight."""
    if not may_read(request.user):
        return None
    number = Collection.objects.visible_to(request.user).in_use().count()
    waiting = Overlap.objects.visible_to(request.user).filter(state=Overlap.State.FOUND).count()
    url = reverse("analytics:overlaps")
    facts = [
        {"label": _("In use"), "value": str(number), "href": ""},
        {"label": _("Overlaps to decide"), "value": str(waiting), "href": url},
    ]
    links = [{"label": _("Is this asked already?"), "href": reverse("analytics:collection-check")}]
    return {
        "title": _("National data collections"),
        "href": reverse("analytics:collections"),
        "text": _("Who asks forces for what, how often and by which right, and where two ask for the same."),
        "facts": facts,
        "links": links,
    }


def before_question(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """Much the same that is asked already, before a question (`label`, `code`) is put into a form; None lets it pass."""
    found = already_asked(str(thing["label"]), user=request.user, but=str(thing["code"]), least=MUCH_THE_SAME)
    return {"found": overlaps.checked(found)} if found else None


def beside_question(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """Beside the form of a question: what is like the words it has now."""
    if not may_read(request.user):
        return None
    label = str(thing["label"])
    found = already_asked(label, user=request.user, but=str(thing["code"])) if label else []
    return {"label": label, "found": overlaps.checked(found)}
