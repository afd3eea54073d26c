"""What the pages of the choice show: the set with its limits, suggestions with their reasons, two side by side."""

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.actions import shortlist_suggesting
from practice.models import EvaluationRound, Suggestion
from practice.presenters.shortlist import common, is_of_force, stand
from practice.presenters.shortlist_candidates import row_of
from practice.shortlist import board
from practice.shortlist.board import Board
from practice.shortlist.links import suggestion_page
from practice.shortlist.terms import Limit, Measured
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import RoundState

OPEN = (RoundState.PREPARING, RoundState.SCORING, RoundState.DECIDING)


def select(user: Any, round_: EvaluationRound, chosen: Collection[int] | None) -> dict[str, Any]:
    """The candidates, those of the set ticked; `chosen` is what is ticked on the page, stored or not."""
    now = board.build(user, round_)
    stored = now.selected()
    ticked = stored if chosen is None else {line.candidate.pk for line in now.lines if line.candidate.pk in chosen}
    context = common(user, round_, "select")
    return {
        **context,
        "rows": [{**row_of(line), "ticked": line.candidate.pk in ticked} for line in now.lines],
        "stand": stand(now, ticked),
        "unsaved": ticked != stored,
        "only_kept": _titles(now, stored - ticked),
        "only_ticked": _titles(now, ticked - stored),
        "may_keep": context["manages"] and round_.state in OPEN,
        "decides": ROUND.allows(round_, "decide", user),
    }


def _titles(now: Board, candidates: Collection[int]) -> list[str]:
    return [line.entry["title"] for line in now.lines if line.candidate.pk in candidates]


def suggestions(user: Any, now: Board, form: Any) -> dict[str, Any]:
    """What was suggested so far."""
    rows = Suggestion.objects.visible_to(user).filter(round=now.round).select_related("made_by", "round")
    return {
        **common(user, now.round, "suggestions"),
        "form": form,
        "fixes": form.fixes(),
        "rows": [_row(row, now) for row in rows],
        "unpriced": sum(line.candidate.cost is None for line in now.lines),
        "unscored": sum(line.points is None for line in now.lines),
        "candidates": len(now.lines),
    }


def _row(row: Suggestion, now: Board) -> dict[str, Any]:
    seen = {line.candidate.pk for line in now.lines}
    result = row.result or {}
    gone = set(result.get("chosen", [])) - seen
    return {
        "suggestion": row,
        "url": suggestion_page(row),
        "title": row.title or _("Suggestion %(n)s") % {"n": row.number},
        "fund": f"£{row.terms['fund']:,}",
        "waiting": row.found_at is None,
        "none": result.get("status") == "none",
        "count": len(result.get("chosen", [])) - len(gone),
        "points": f"{result.get('points', 0) / 10:,.1f}",
        "cost": f"£{result.get('cost', 0):,}",
        "stale": row.found_at is not None and not shortlist_suggesting.still_true(suggestion=row, now=now),
    }


def suggestion(user: Any, found: Suggestion) -> dict[str, Any]:
    """One suggestion with its reasons, as far as this person sees its candidates now."""
    now = board.build(user, found.round)
    context = {**common(user, found.round, "suggestions"), "suggestion": found, **_row(found, now)}
    result = {**(found.result or {}), "why": found.why}
    if result.get("status") != "best":
        return {**context, "clash": _clash(result), "fixed": _fixed(found, now)}
    chosen = set(result["chosen"])
    lines = {line.candidate.pk: line for line in now.lines}
    return {
        **context,
        "gap": result["gap"],
        "reasons_follow": found.why is None,
        "inside": [_reasoned(pk, result, lines) for pk in result["chosen"] if pk in lines],
        "outside": _outside(result, lines),
        "stand": _limits(result),
        "fixed": _fixed(found, now),
        "gone": len([pk for pk in found.asked_for if pk not in lines]),
        "others": _others(user, found),
        "may_take": found.round.state in OPEN and chosen <= set(lines),
    }


def _limits(result: Mapping[str, Any]) -> list[Any]:

    names = ("code", "label", "least", "most", "money")
    rows = [(Limit(**{name: row[name] for name in names}), row["got"]) for row in result["limits"]]
    return [Measured(limit, got, limit.short(got)) for limit, got in rows if not is_of_force(limit.code)]


def _reasoned(pk: int, result: Mapping[str, Any], lines: Mapping[int, Any]) -> dict[str, Any]:
    return {**row_of(lines[pk]), "why": _why(pk, result, lines)}


def _outside(result: Mapping[str, Any], lines: Mapping[int, Any]) -> list[dict[str, Any]]:
    """What is left out, the nearest to being in first."""
    chosen = set(result["chosen"])
    rows = [pk for pk in lines if pk not in chosen]
    why = result["why"] or {}
    rows.sort(key=lambda pk: (-((why.get(str(pk)) or {}).get("other") or -1), pk))
    return [_reasoned(pk, result, lines) for pk in rows]


def _why(pk: int, result: Mapping[str, Any], lines: Mapping[int, Any]) -> str:
    """In a sentence why a candidate is in or out."""
    fixed = result["fixed"]
    if pk in fixed["into"]:
        return _("You asked for it to be in.")
    if pk in fixed["out_of"]:
        return _("You asked for it to be left out.")
    if pk in result["unpriced"]:
        return _("It has no estimate of the cost, so it cannot be chosen.")
    if result["why"] is None:
        return _("The reason follows.")
    if not result["why"]:
        return _("Something changed before its reason was worked out. Ask again.")
    row = result["why"].get(str(pk))
    if row is None:
        return _("It was not a candidate when the set was found.")
    if row["other"] is None:
        return _("Without it no set keeps every limit.") if row["in"] else _("No set that has it keeps every limit.")
    return _moves(row, result["points"] - row["other"], lines)


def _moves(row: Mapping[str, Any], loss: int, lines: Mapping[int, Any]) -> str:
    comes, goes = (_named(row[name], lines) for name in ("comes", "goes"))
    lost = f"{loss / 10:,.1f}"
    if row["in"]:
        if not loss:
            return _("A set without it is worth as much; this one is the cheaper, or was decided by the order.")
        if comes:
            return _("Without it the best set would lose %(lost)s points; %(comes)s would come in.") % {
                "lost": lost,
                "comes": comes,
            }
        return _("Without it the best set would lose %(lost)s points.") % {"lost": lost}
    if not loss:
        return _("A set that has it is worth as much; this one is the cheaper, or was decided by the order.")
    values = {"lost": lost, "goes": goes}
    if goes:
        return _("With it the best set would lose %(lost)s points; %(goes)s would have to go.") % values
    return _("With it the best set would lose %(lost)s points.") % values


def _named(pks: Collection[int], lines: Mapping[int, Any]) -> str:
    """Titles of these candidates, as far as they are seen."""
    known = [lines[pk].entry["title"] for pk in pks if pk in lines]
    named, more = known[:2], len(pks) - len(known[:2])
    words = _("; ").join(f"“{title}”" for title in named)
    if more > 0 and named:
        return _("%(names)s and %(n)s more") % {"names": words, "n": more}
    return words or (ngettext("%(n)s other", "%(n)s others", more) % {"n": more} if more else "")


def _clash(result: Mapping[str, Any]) -> list[dict[str, str]]:
    """The limits that cannot hold together, and by how much each would have to give way."""
    rows = {row["code"]: row for row in result.get("limits", [])}
    found = []
    for code in result.get("clash", []):
        row, gives = rows[code], result["gives"][code]
        usual = "most" if row["least"] is None else "least"
        side = result.get("sides", {}).get(code, usual)
        found.append({"label": row["label"], "wanted": _asked(row), "gives": _gives(row, gives, side)})
    return found


def _asked(row: Mapping[str, Any]) -> str:

    limit = Limit(row["code"], row["label"], "", row["least"], row["most"], row["money"])
    return Measured(limit, 0, 0).wanted


def _gives(row: Mapping[str, Any], gives: int | None, side: str) -> str:
    if gives is None:
        return _("Changing this alone would not do.")
    if row["money"]:
        return _("£%(more)s more would do: £%(total)s in all.") % {
            "more": f"{gives:,}",
            "total": f"{row['most'] + gives:,}",
        }
    if side == "least":
        left = max(0, row["least"] - gives)
        return _("%(n)s fewer would do: at least %(left)s.") % {"n": gives, "left": left}
    return _("%(n)s more would do: at most %(most)s.") % {"n": gives, "most": row["most"] + gives}


def _fixed(found: Suggestion, now: Board) -> dict[str, list[str]]:
    titles = {line.candidate.pk: line.entry["title"] for line in now.lines}
    return {name: [titles[pk] for pk in found.terms[name] if pk in titles] for name in ("into", "out_of")}


def _others(user: Any, found: Suggestion) -> list[dict[str, str]]:
    rows = Suggestion.objects.visible_to(user).filter(round=found.round, result__status="best").exclude(pk=found.pk)
    base = reverse("practice:shortlist-compare", args=[found.round.reference])
    return [
        {
            "label": row.title or _("Suggestion %(n)s") % {"n": row.number},
            "href": f"{base}?a={found.number}&b={row.number}",
        }
        for row in rows[:10]
    ]


def compare(user: Any, round_: EvaluationRound, first: Suggestion, second: Suggestion) -> dict[str, Any]:
    """Two sets: their numbers, what both have, and what only one has."""
    now = board.build(user, round_)
    a, b = (set((row.result or {}).get("chosen", [])) for row in (first, second))

    def rows(pks: set[int]) -> list[dict[str, Any]]:
        return [row_of(line) for line in now.lines if line.candidate.pk in pks]

    return {
        **common(user, round_, "suggestions"),
        "sets": [{**_row(row, now), "terms": row.terms} for row in (first, second)],
        "only": [rows(a - b), rows(b - a)],
        "both": rows(a & b),
    }
