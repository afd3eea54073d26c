"""A published example as a tagged PDF (PDF/UA-1), made by typst within the request: it takes milliseconds."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.reading import Reading
from vkpp.core import pdf
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_date

UPKEEP = {
    "archived": gettext_lazy("Archived by its owner: read it as history."),
    "stale": gettext_lazy("Past its review date: its owner has not yet said that it is still so."),
}
TEMPLATE = Path(__file__).parent / "entry.typ"


def entry(reading: Reading, *, contact: bool) -> bytes:
    """The PDF; the contact is in it for who may see that."""
    return pdf.made(TEMPLATE, entry=_data(reading, contact=contact))


def _data(reading: Reading, *, contact: bool) -> dict[str, Any]:
    """Everything the document prints, in words."""
    publication, fields = reading.publication, reading.fields
    return {
        "title": fields["title"],
        "author": reading.content["fields"]["lead_organisation"] or settings.SITE_NAME,
        "keywords": list(reading.content["labels"]["strands"].values()),
        "marking": str(dict(Marking.choices)[reading.content["marking"]]),
        "portal": settings.SITE_NAME,
        "reference": reading.content["reference"],
        "publication": _("publication %(n)d") % {"n": publication.number},
        "caption": f"{_('Practice example')} {reading.content['reference']} · {_who(reading)}",
        "summary": fields["summary"],
        "rating": {
            "words": reading.rating or _("Not yet rated"),
            "meaning": str(reading.meaning),
            "rationale": publication.rationale,
        },
        "upkeep": str(UPKEEP.get(reading.upkeep, "")),
        "dates": _("%(stage)s. Published %(day)s, to be reviewed by %(review)s.")
        % {
            "stage": reading.stage,
            "day": nice_date(publication.published_at),
            "review": nice_date(publication.review_by),
        },
        "facts": [[str(label), lines] for label, lines in reading.facts],
        "parts": [
            {"title": str(part.title), "texts": [[str(title), text] for title, text in part.texts]}
            for part in reading.parts
        ],
        "theory": _theory(reading),
        "questions": reading.content["questions"],
        "actions": reading.actions,
        "evidence": [_link(link) for link in reading.evidence] + _source(reading),
        "contact": _contact(fields) if contact else "",
        "words": _headings(),
        "note": _note(reading.content["reference"]),
    }


def _note(reference: str) -> str:
    words = _("Printed %(day)s. The practice bank has what is current: %(address)s")
    address = settings.SITE_URL + reverse("practice:entry", args=[reference])
    return words % {"day": nice_date(timezone.now()), "address": address}


def _headings() -> dict[str, str]:
    return {
        "facts": _("At a glance"),
        "theory": _("Theory of change"),
        **drawn_words(),
        "questions": _("Questions of the call"),
        "actions": _("Actions of the National Vulnerability Action Plan"),
        "evidence": _("Evidence and sources"),
        "contact": _("Contact"),
    }


def _theory(reading: Reading) -> dict[str, Any] | None:
    """The picture as SVG and the same in words."""
    theory = reading.theory
    return theory and {**theory, "svg": str(theory["svg"])}


def drawn_words() -> dict[str, str]:
    """What stands beside a theory of change on paper."""
    return {
        "picture": _("Theory of change as a picture; the list before says the same in words."),
        "assumptions": _("Assumptions"),
        "leads": _("Leads to:"),
        "about": _("About:"),
    }


def _source(reading: Reading) -> list[dict[str, str]]:
    """Where an imported example was published before."""
    if not reading.source:
        return []
    title = _("Where this example was first published")
    return [{"kind": _("Published before"), "title": title, "url": reading.source, "about": "", "result": ""}]


def _who(reading: Reading) -> str:
    force = reading.content["force"]
    return reading.fields["lead_organisation"] or (force["name"] if force else "")


def _contact(fields: dict[str, Any]) -> str:
    return ", ".join(part for part in (fields["contact_name"], fields["contact_email"]) if part)


def _link(link: dict[str, Any]) -> dict[str, str]:
    about = ", ".join(str(link[name]) for name in ("evaluator", "design", "year") if link[name])
    return {
        "kind": str(link["kind"]),
        "title": link["title"],
        "url": link["url"],
        "about": about,
        "result": link["result"],
    }
