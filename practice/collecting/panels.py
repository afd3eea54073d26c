"""What stands beside a published example: the collections it is in, how to cite it, and its address to pass on."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import citing, places
from practice.collecting import docs, reading
from practice.collecting.workflow import may_curate
from vkpp.core import derived_docs, panels
from vkpp.core.navigation import NavItem


def register() -> None:
    """Fill the places beside an example, and the link under the heading of the bank."""
    derived_docs.register("workflows.md", docs.workflows, order=125)
    places.register(NavItem(gettext_lazy("Collections"), "practice:collections", order=30))
    panels.register("practice_entry_aside", panels.Panel("practice/entry_collections.html", collections, order=60))
    panels.register("practice_entry_aside", panels.Panel("practice/entry_cite.html", cite, order=70))


def collections(request: HttpRequest, entry: Any) -> dict[str, Any] | None:
    """The collections with this example that the person may read; for curators also the way into one."""
    held = reading.holding(request.user, entry.pk)
    curates = may_curate(request.user)
    return {"held": held, "curates": curates, "reference": entry.reference} if held or curates else None


def cite(_request: HttpRequest, entry: Any) -> dict[str, Any]:
    """The reference in words, as files, and a mail to pass the address on: what is not public is not named in it."""
    citation = citing.of(entry)
    subject = citation.title if citation.public else entry.reference
    body = _("See this practice example: %(url)s") % {"url": citation.url}
    if not citation.public:
        body += "\n" + _("You need to sign in, and may read it only if its owner shares it with you.")
    return {
        "citation": citation,
        "reference": entry.reference,
        "mailto": f"mailto:?subject={quote(subject)}&body={quote(body)}",
    }
