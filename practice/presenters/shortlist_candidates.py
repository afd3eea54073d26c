"""What the pages of the pool and of candidates show."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from practice.models import Candidate, CandidateScore, EvaluationRound
from practice.presenters.shortlist import common
from practice.shortlist import board, people
from practice.shortlist import pool as pools
from practice.shortlist.board import Board, Line
from practice.shortlist.links import candidate_page, round_page
from practice.shortlist.points import EARLY, SERIOUS, SEVERAL, WIDE, features_of
from practice.shortlist_vocab import RoundState

PER_PAGE = 50
MARKS = (
    (SERIOUS, gettext_lazy("Serious violence"), "orange"),
    (EARLY, gettext_lazy("Early or preventive"), "teal"),
    (SEVERAL, gettext_lazy("Several vulnerabilities"), "blue"),
    (WIDE, gettext_lazy("Force-wide or wider"), "grey"),
)


def marks(features: frozenset[str]) -> list[tuple[str, str]]:
    """What limits count about an example, as tags."""
    return [(str(words), colour) for feature, words, colour in MARKS if feature in features]


def pool(user: Any, round_: EvaluationRound, form: Any, data: Mapping[str, str]) -> dict[str, Any]:
    """Examples that may be put in, narrowed; and those that were taken out."""
    rows = pools.not_in(user, round_).order_by("title", "pk")
    if form.is_valid():
        rows = _narrowed(rows, form.cleaned_data)
    found = Paginator(rows.values(*board.ENTRY, approaches=_approaches()), PER_PAGE).get_page(data.get("page"))
    strands = dict(Strand.objects.values_list("code", "label"))
    return {
        **common(user, round_, "pool"),
        "form": form,
        "page": found,
        "rows": [_fit(row, strands) for row in found],
        "removed": _removed(user, round_),
        "open": round_.state in {RoundState.PREPARING, RoundState.SCORING, RoundState.DECIDING},
        "narrowed": any(form.cleaned_data.values()) if form.is_valid() else False,
    }


def _approaches() -> Any:
    return F("publication__content__fields__approaches")


def _narrowed(rows: Any, wanted: Mapping[str, Any]) -> Any:
    if words := wanted["q"].strip():
        rows = rows.filter(title__icontains=words)
    if wanted["strand"]:
        rows = rows.filter(strands__contains=[wanted["strand"]])
    if wanted["serious"]:
        rows = rows.filter(serious_violence=True)
    if wanted["early"]:
        early = Q(publication__content__fields__approaches__contains=["early_intervention"])
        rows = rows.filter(Q(categories__contains=["prevention"]) | early)
    return rows


def _fit(row: Mapping[str, Any], strands: Mapping[str, str]) -> dict[str, Any]:

    return {
        "entry": row,
        "url": reverse("practice:entry", args=[row["reference"]]),
        "who": row["force_name"] or row["lead_organisation"],
        "strands": ", ".join(strands.get(code, code) for code in row["strands"]),
        "marks": marks(features_of(row)),
    }


def _removed(user: Any, round_: EvaluationRound) -> list[dict[str, Any]]:
    rows = Candidate.objects.visible_to(user).filter(round=round_).exclude(removed_at=None)
    gone = list(rows.select_related("removed_by").order_by("-removed_at"))
    known = board.entries(user, [row.practice_id for row in gone])
    return [{"candidate": row, "entry": known[row.practice_id]} for row in gone if row.practice_id in known]


def candidates(user: Any, round_: EvaluationRound, data: Mapping[str, str]) -> dict[str, Any]:
    """All candidates; `show=mine` those that wait for one's scores, `show=unpriced` those without an estimate."""
    now = board.build(user, round_)
    scores = people.may_score(user) and round_.state == RoundState.SCORING
    tabs = {"all": _("All"), "unpriced": _("Without an estimate")} | ({"mine": _("To score")} if scores else {})
    show = data.get("show", "") if data.get("show", "") in tabs else "all"
    lists = {
        "all": list(now.lines),
        "unpriced": [line for line in now.lines if line.candidate.cost is None],
        "mine": [line for line in now.lines if not line.scored_by_me],
    }
    return {
        **common(user, round_, "candidates"),
        "tells": now.tells,
        "scores": scores,
        "tabs": [
            {"label": label, "href": f"?show={code}", "current": code == show, "count": len(lists[code])}
            for code, label in tabs.items()
        ],
        "rows": [row_of(line) for line in lists[show]],
    }


def row_of(line: Line) -> dict[str, Any]:
    """A candidate in a list."""
    return {
        "line": line,
        "candidate": line.candidate,
        "entry": line.entry,
        "url": reverse("practice:shortlist-candidate", args=[line.candidate.round.reference, line.candidate.pk]),
        "who": line.entry["force_name"] or line.entry["lead_organisation"],
        "marks": marks(line.features),
        "cost": f"£{line.candidate.cost:,}" if line.candidate.cost else "",
        "points": line.shown,
    }


def one(user: Any, candidate: Candidate, form: Any) -> dict[str, Any]:
    """One candidate: what it is, how it stands where that may be known, what was said."""
    round_ = candidate.round
    now = board.build(user, round_)
    line = now.line(candidate.pk)
    return {
        **common(user, round_, "candidates"),
        **_about(user, candidate),
        "form": form,
        "line": line,
        "standings": line.standings if line is not None and _knows(now, line) else (),
        "tells": now.tells,
        "said": _said(user, candidate),
        "scoring": round_.state == RoundState.SCORING and people.may_score(user) and candidate.removed_at is None,
    }


def _knows(now: Board, line: Line) -> bool:
    return now.tells or line.scored_by_me


def _about(user: Any, candidate: Candidate) -> dict[str, Any]:
    entry = board.entries(user, [candidate.practice_id])[candidate.practice_id]
    strands = dict(Strand.objects.filter(code__in=entry["strands"]).values_list("code", "label"))

    return {
        "candidate": candidate,
        "entry": entry,
        "entry_url": reverse("practice:entry", args=[entry["reference"]]),
        "who": entry["force_name"] or entry["lead_organisation"],
        "strands": ", ".join(strands.get(code, code) for code in entry["strands"]),
        "marks": marks(features_of(entry)),
        "cost": f"£{candidate.cost:,}" if candidate.cost else "",
    }


def _said(user: Any, candidate: Candidate) -> list[dict[str, Any]]:
    """What everybody said whom this person may read, by person."""
    rows = CandidateScore.objects.visible_to(user).that_count().filter(candidate=candidate)
    found: dict[int, dict[str, Any]] = {}
    for row in rows.select_related("criterion", "scorer").order_by("scorer_id", "criterion__order", "criterion_id"):
        person = found.setdefault(row.scorer_id, {"who": row.scorer, "mine": row.scorer_id == user.pk, "rows": []})
        person["rows"].append(row)
    return list(found.values())


def asking(user: Any, candidate: Candidate, form: Any, what: str) -> dict[str, Any]:
    """A page that asks for one thing about a candidate."""
    titles = {
        "cost": _("Estimate the cost"),
        "remove": _("Take it out of the pool"),
        "interest": _("Declare an interest"),
    }
    buttons = {"cost": _("Save the estimate"), "remove": _("Take it out"), "interest": _("Declare the interest")}
    return {
        **common(user, candidate.round, "candidates"),
        **_about(user, candidate),
        "form": form,
        "what": what,
        "title": titles[what],
        "button": buttons[what],
        "back": candidate_page(candidate),
    }


def next_to_score(user: Any, candidate: Candidate) -> str:
    """The next candidate that waits for this person's scores, else the list."""
    now = board.build(user, candidate.round)
    left = sorted(line.candidate.pk for line in now.lines if not line.scored_by_me)
    later = [pk for pk in left if pk > candidate.pk] or left
    if later:
        return reverse("practice:shortlist-candidate", args=[candidate.round.reference, later[0]])
    return round_page(candidate.round, "candidates")
