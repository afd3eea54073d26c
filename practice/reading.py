"""One published example as its readers see it: the frozen snapshot in words, for the page and the PDF alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from practice import bank_index, sheet
from practice.fields import FIELDS
from practice.models import BankEntry, EvidenceLink, Practice, Publication
from practice.querysets import reader_groups
from practice.snapshot import Content
from practice.theory import shape, words
from practice.vocab import RatingValue

Text = str | Promise
RELATED = 4
PARTS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("Aim"), ("aim", "intended_outcome")),
    (_("How it works"), ("description", "cost", "resources")),
    (_("What came of it"), ("impact", "learning", "challenges", "evaluation")),
)
HEADINGS: Mapping[str, Text] = {
    "intended_outcome": _("Intended outcome"),
    "cost": _("Cost"),
    "resources": _("People and resources"),
    "impact": _("Impact"),
    "learning": _("Learning"),
    "challenges": _("Challenges"),
    "evaluation": _("Evaluation so far"),
}
FACTS = ("scale", "started", "ended", "categories", "approaches", "strands", "target_groups", "partners", "topics")
FACT_LABELS: Mapping[str, Text] = {
    "scale": _("Scale"),
    "started": _("Since"),
    "ended": _("Ended"),
    "categories": _("Category"),
    "approaches": _("Approach"),
    "strands": _("Strands"),
    "target_groups": _("Target group"),
    "partners": _("Partners"),
    "topics": _("Topics"),
}
MEANING: Mapping[str, Text] = {
    RatingValue.WORKS: _("An independent evaluation shows that it achieves what it is meant to."),
    RatingValue.PROMISING: _("A local or independent evaluation points that way; it is not yet proven."),
    RatingValue.NEW_INNOVATIVE: _("A new idea with a good reason behind it; what it achieves is not known yet."),
    RatingValue.DOES_NOT_WORK: _("Evaluated, and it did not achieve what it was meant to. Read why before you try it."),
    "": _("Nobody has rated it yet. That says nothing about whether it works."),
}
STAGES: Mapping[str, Text] = {
    "independently_evaluated": _("Independently evaluated"),
    "evaluated_locally": _("Evaluated locally"),
    "untested": _("No evaluation yet"),
    "": _("Evaluation not stated"),
}


@dataclass(frozen=True)
class Part:
    """A part of the text: its heading and its answers, each with a heading of its own (the first may have none)."""

    title: Text
    texts: list[tuple[Text, str]]


@dataclass(frozen=True)
class Reading:
    """A publication in words."""

    publication: Publication
    content: Content
    parts: list[Part]
    facts: list[tuple[Text, list[str]]]
    actions: list[str]

    @property
    def fields(self) -> dict[str, Any]:
        """The answers as stored."""
        fields: dict[str, Any] = self.content["fields"]
        return fields

    @property
    def rating(self) -> str:
        """The rating's words, empty when there is none."""
        return self.publication.get_rating_display() if self.publication.rating else ""

    @property
    def meaning(self) -> Text:
        """What the rating says to who has never read the rubric."""
        return MEANING[self.publication.rating]

    @property
    def stage(self) -> Text:
        """How far it has been evaluated."""
        return STAGES[self.fields["stage"]]

    @property
    def upkeep(self) -> str:
        """`archived`, `stale` (past its review date), or nothing: as the page says it now, not when it was frozen."""
        return str(self.content.get("upkeep", ""))

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """What the rating stands on, each with the words for its kind."""
        kinds = dict(EvidenceLink.Kind.choices)
        return [
            {**link, "kind": kinds.get(link["kind"], link["kind"]), "url": web_address(link["url"])}
            for link in self.content["evidence"]
        ]

    @property
    def theory(self) -> dict[str, Any] | None:
        """The theory of change as it was published: its picture, and the same in words."""
        return words.shown(shape.thawed(self.content.get("theory")))

    @property
    def source(self) -> str:
        """Where an imported example was published before."""
        return web_address(self.content["source_url"])


def web_address(url: str) -> str:
    """An address that may become a link; nothing but http and https is."""
    return url if url.startswith(("https://", "http://")) else ""


def read(publication: Publication) -> Reading:
    """A publication, ready to be shown."""
    content: Content = publication.content
    parts = [
        Part(title, texts)
        for title, names in PARTS
        if (texts := [(HEADINGS.get(name, ""), content["fields"][name]) for name in names if content["fields"][name]])
    ]
    facts = [(FACT_LABELS[name], _lines(name, content)) for name in FACTS]
    if content["fields"]["serious_violence"]:
        facts.append((_("Serious violence"), [str(_("Yes"))]))
    actions = list(content["labels"]["actions"].values())
    return Reading(publication, content, parts, [fact for fact in facts if fact[1]], actions)


def _lines(name: str, content: Content) -> list[str]:
    return [line for line in sheet.words(FIELDS[name], content).split("\n") if line]


def related(user: Any, entry: BankEntry) -> list[dict[str, Any]]:
    """A few other examples that this reader may read and that share most with this one, the newest of them first."""
    index = bank_index.current()
    with index.lock:
        near = index.visible(reader_groups(user)) - BitMap([entry.pk])
        shared = (("focus", entry.strands), ("category", entry.categories), ("topic", entry.topics))
        sets = [index.having(facet, values) for facet, values in (*shared, ("target", entry.target_groups)) if values]
        sets = [alike for alike in sets if near & alike]
        near = reduce(_narrower, sets[1:], near & sets[0]) if sets else BitMap()
        ids = index.orders["newest"].slice(near, 0, RELATED)
    shown = BankEntry.objects.visible_to(user).filter(pk__in=ids)
    rows = shown.values("reference", "title", "force_name", "lead_organisation", "rating")
    return sorted(rows, key=lambda row: str(row["title"]).casefold())


def _narrower(near: BitMap, alike: BitMap) -> BitMap:
    """Also alike in this, if enough are."""
    both = near & alike
    return both if len(both) >= RELATED else near


def earlier(user: Any, entry: BankEntry) -> list[Publication]:
    """The publications before this one, for who works on the example."""
    if not user.is_authenticated or not Practice.objects.visible_to(user).filter(pk=entry.pk).exists():
        return []
    return list(entry.practice.publications.exclude(pk=entry.publication_id).defer("content"))
