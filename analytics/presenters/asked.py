"""What the reader of a page has chosen: basis, question, and whom to compare with; odd values fall back to the usual."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.translation import gettext as _

from analytics import scale
from analytics.figures import Audience
from analytics.models import Baseline
from analytics.scale import Measure
from analytics.vocab import Basis
from nvap.models import Return, Round
from nvap.vocab import RoundState


@dataclass(frozen=True)
class Asked:
    """The choices of a page, and the address that repeats them with one changed."""

    basis: Basis
    measure: Measure
    measures: list[Measure]
    against: str

    def href(self, path: str, **changes: str) -> str:
        """`path` with these choices."""
        chosen = {"basis": self.basis.value, "measure": self.measure.code, "against": self.against, **changes}
        return f"{path}?{urlencode({name: value for name, value in chosen.items() if value})}"


def read(query: Mapping[str, str], audience: Audience, round_: Round) -> Asked | None:
    """None when the round's form has nothing that is summarised."""
    measures = scale.measures(round_)
    if not measures:
        return None
    named = {measure.code: measure for measure in measures}
    wanted = query.get("basis")
    basis = next((one for one in open_bases(audience, round_) if one == wanted), usual_basis(audience, round_))
    return Asked(basis, named.get(query.get("measure", ""), measures[0]), measures, query.get("against", "national"))


def is_published(round_: Round) -> bool:
    """Whether the baseline stands."""
    return round_.state == RoundState.PUBLISHED


def open_bases(audience: Audience, round_: Round) -> list[Basis]:
    """The bases of this round that the audience may choose from."""
    return [basis for basis in audience.bases() if basis != Basis.PUBLISHED or is_published(round_)] or [
        Basis.PUBLISHED
    ]


def usual_basis(audience: Audience, round_: Round) -> Basis:
    """The published one, or the first that may be read while the round runs."""
    bases = open_bases(audience, round_)
    return bases[-1] if is_published(round_) else bases[0]


def tabs(asked: Asked, audience: Audience, round_: Round, path: str) -> list[dict[str, Any]]:
    """One tab per basis, with how many forces it counts where that is not what a figure says."""
    counts = {
        **Return.objects.filter(round=round_).aggregate(signed=Count("signed"), validated=Count("validated")),
        "published": Baseline.objects.filter(round=round_).count() if is_published(round_) else None,
    }
    words = {
        Basis.LIVE: _("Live"),
        Basis.SIGNED: _("Signed"),
        Basis.VALIDATED: _("Validated"),
        Basis.PUBLISHED: _("Published"),
    }
    return [
        {
            "label": words[basis],
            "href": asked.href(path, basis=basis.value),
            "current": basis == asked.basis,
            "count": counts.get(basis.value),
        }
        for basis in open_bases(audience, round_)
    ]


def measure_links(asked: Asked, path: str) -> list[dict[str, Any]]:
    """The questions to choose from."""
    return [
        {
            "label": measure.label,
            "href": asked.href(path, measure=measure.code),
            "current": measure.code == asked.measure.code,
        }
        for measure in asked.measures
    ]
