"""Every way in for a file: where it goes, as whom, and with which sentence each hostile file is met there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.urls import reverse

from tests.security.hostile.files import Hostile
from tests.security.table import thing_of


@dataclass(frozen=True)
class Way:
    """A page (or API address) that takes a file; `many` at once or one; what else its form needs."""

    route: str
    actor: str
    things: dict
    sentence: Callable[[Hostile], str] = lambda one: one.sentence
    many: bool = False
    more: dict = field(default_factory=dict)

    def __str__(self):
        return " ".join([self.route, *(str(thing) for thing in self.things.values() if str(thing).startswith("="))])

    def url(self, world):
        return reverse(self.route, kwargs={name: thing_of(world, thing) for name, thing in self.things.items()})


def of_document(one):
    """Case reviews take PDF and Word files alone."""
    if PurePosixPath(one.sent_as).suffix.lower() in {".pdf", ".docx"}:
        return one.sentence
    return f"“{one.sent_as}” was not added: choose a PDF or a Word file (.docx)."


def of_import(kind):
    """Plans and forms are JSON, crosswalks and peer groups CSV; whatever else comes is refused."""
    columns = {"crosswalk": ("edition", "text", "action", "relation"), "peers": ("force", "peer")}

    def sentence(one):
        if not one.data:
            return "The file is empty."
        if len(one.data) > 5_000_000:
            return "The file is too large. It must be smaller than 5 MB."
        try:
            text = one.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return "The file is no text in UTF-8. Save it as UTF-8 and try again."
        if kind in columns:
            named = text.partition("\n")[0].split(",")
            missing = [name for name in columns[kind] if name not in named]
            return f"The first row must name the columns. Missing: {', '.join(missing)}."
        return "This is not a JSON file. Export a plan or form to see the format."

    return sentence


ANSWER = {"round_code": "round", "force_code": "force.A", "code": "=2.1.1"}
PEERS = {"code": "hostile", "title": "Hostile", "kind": "similar", "method": "None"}
WAYS = [
    Way("practice:files", "owner", {"reference": "draft"}, many=True),
    Way("nvap:answer_evidence", "nvap_lead@A", ANSWER, many=True),
    Way("reviews:peer-supply", "nvap_lead@A", {"reference": "peer", "pk": "peer.request"}, many=True),
    Way("practice:event-materials", "vkpp_staff", {"reference": "event"}, more={"audience": "booked"}),
    Way("reviews:documents", "vkpp_staff", {"reference": "cr.case"}, of_document),
    Way("api:attachments", "owner", {"reference": "draft"}),
    *(
        Way("nvap:manage-import", "vkpp_admin", {"kind": f"={kind}"}, of_import(kind), more=more)
        for kind, more in {"plan": {}, "form": {}, "crosswalk": {"framework": "peel"}, "peers": PEERS}.items()
    ),
]
"""Workbooks of returns have a test of their own: they are read by a worker, and say what is wrong afterwards."""
WORKBOOK = Way("nvap:workbook", "nvap_lead@A", {"round_code": "round", "force_code": "force.A"})
