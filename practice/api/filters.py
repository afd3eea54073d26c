"""By what practice is filtered, in the bank and among working copies."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.api import states
from practice.facets import BY_NAME
from practice.models import Call
from practice.vocab import Category, RatingValue, Scale, Stage
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, One, Search, Words, YesNo

SCOPES = ("bank", "mine", "force", "all")
ONLY_BANK = ("rating", "published_since", "upkeep")
ONLY_WORKING = ("state",)


def _known(facet: str, *but: str) -> Callable[[], Iterable[str]]:
    return lambda: set(BY_NAME[facet].labels()) - set(but)


class PracticeFilters(Filters):
    """What lists of practice, the counts and the search share. Several values of one filter mean any of them."""

    q = Search(
        method="search",
        help_text=_("Words to search for, as on the page: knows synonyms and misspellings; “…” keeps words together."),
    )
    category = Words(field_name="categories", array=True, words=Category.values, help_text=_("Category."))
    strand = Words(
        field_name="strands",
        array=True,
        words=_known("focus", "serious_violence"),
        help_text=_("Code of a strand, for example DA. See /strands/."),
    )
    rating = Words(method="rated", words=(*RatingValue.values, "not_rated"), help_text=_("Rating; only in the bank."))
    stage = Words(method="in_stage", words=(*Stage.values, "not_stated"), help_text=_("How far it has been evaluated."))
    scale = Words(words=Scale.values, help_text=_("How widely it runs."))
    force = Words(
        method="of_force",
        words=_known("force"),
        help_text=_("Code of a force, for example norfolk; other for organisations that are none. See /forces/."),
    )
    topic = Words(field_name="topics", array=True, words=_known("topic"), help_text=_("Topic. See /terms/."))
    target_group = Words(
        field_name="target_groups", array=True, words=_known("target"), help_text=_("Target group. See /terms/.")
    )
    action = Words(
        field_name="actions",
        array=True,
        words=_known("action"),
        help_text=_("Code of an action of the plan, for example 2.1.1. See /actions/."),
    )
    call = Words(
        method="of_call",
        words=_known("call"),
        help_text=_("Slug of a call. See /calls/."),
    )
    upkeep = Words(
        method="kept",
        words=("current", "stale", "archived"),
        help_text=_(
            "current, stale (past its review date), archived; only in the bank. Without it nothing archived is listed, "
            "but for pulls with updated_since."
        ),
    )
    serious_violence = YesNo(help_text=_("Whether it addresses serious violence."))
    published_since = Moment(
        field_name="published_at", help_text=_("Published at this time or later, for example 2026-11-21T09:30:00Z.")
    )

    def rated(self, rows: Any, _name: str, values: list[str]) -> Any:
        """With any of these ratings; an empty rating is not_rated."""
        return rows.filter(rating__in=["" if value == "not_rated" else value for value in values]) if values else rows

    def in_stage(self, rows: Any, _name: str, values: list[str]) -> Any:
        """In any of these stages; an empty stage is not_stated."""
        return rows.filter(stage__in=["" if value == "not_stated" else value for value in values]) if values else rows

    def of_force(self, rows: Any, _name: str, codes: list[str]) -> Any:
        """Of any of these forces, or of no force."""
        if not codes:
            return rows
        named = Q(force_id__in=Force.objects.filter(code__in=codes).values("pk"))
        return rows.filter(named | Q(force_id=None) if "other" in codes else named)

    def of_call(self, rows: Any, _name: str, slugs: list[str]) -> Any:
        """Sent to any of these calls."""
        return rows.filter(call_id__in=Call.objects.filter(slug__in=slugs).values("pk")) if slugs else rows

    def kept(self, rows: Any, _name: str, _values: list[str]) -> Any:
        """Left to the bank: working copies are neither stale nor archived."""
        return rows

    def search(self, rows: Any, _name: str, text: str) -> Any:
        """Left to the list: the bank has a search of its own."""
        del text
        return rows


class ListFilters(PracticeFilters):
    """Those of the list."""

    scope = One(
        words=SCOPES,
        help_text=_(
            "bank: published practice that you may read (default). mine: working copies that you own or write with "
            "others. force: those of your force. all: every working copy that you may see."
        ),
    )
    state = Words(method="in_state", words=states.CODES, help_text=_("State; only among working copies."))
    updated_since = Moment(
        field_name="updated_at",
        help_text=_("Changed at this time or later. For pulls: send the `as_of` of the first page of the pull before."),
    )

    def in_state(self, rows: Any, _name: str, _states: list[str]) -> Any:
        """Left to the list, which knows how much of a state this reader is told."""
        return rows
