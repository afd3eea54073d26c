"""What the pages of reports show around the report itself: bases to choose from, buttons, ways back."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from analytics.reports import people
from analytics.vocab import Basis
from nvap.models import Return, Round
from nvap.vocab import RoundState


def force_bases(ret: Return) -> list[Basis]:
    """Published first once there is such a thing."""
    published = [Basis.PUBLISHED] if ret.round.state == RoundState.PUBLISHED else []
    return [*published, Basis.LIVE, Basis.SIGNED, Basis.VALIDATED]


def chosen(bases: Sequence[Basis], asked: str | None) -> Basis:
    """The basis asked for, or the first."""
    return next((one for one in bases if one.value == asked), bases[0])


def force_page(ret: Return, basis: Basis, report: dict[str, Any]) -> dict[str, Any]:
    """Around a force's report."""
    at = [ret.round.code, ret.force.code]
    return {
        "report": report,
        "tabs": _tabs(force_bases(ret), basis),
        "basis": basis,
        "back": (reverse("analytics:stand", args=at), report["title"]),
        "pdf": reverse("analytics:report-force-pdf", args=at),
        "pack": "",
    }


def national_page(user: Any, round_: Round, basis: Basis, report: dict[str, Any]) -> dict[str, Any]:
    """Around the national report."""
    return {
        "report": report,
        "tabs": _tabs(people.national_bases(user, round_), basis),
        "basis": basis,
        "back": (reverse("analytics:national", args=[round_.code]), report["title"]),
        "pdf": reverse("analytics:report-national-pdf", args=[round_.code]),
        "pack": reverse("analytics:report-pack", args=[round_.code]) if people.may_pack(user) else "",
    }


def _tabs(bases: Sequence[Basis], now: Basis) -> list[dict[str, Any]]:
    if len(bases) < 2:
        return []
    return [{"label": str(one.label), "href": f"?basis={one.value}", "current": one == now} for one in bases]
