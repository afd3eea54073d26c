"""Rounds in words: where each stands, and what is missing before one is published."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap.actions import rounds
from nvap.models import Finding, Query, Return, Round
from nvap.vocab import FindingState, QueryState, ReturnState, RoundState, Severity
from vkpp.accounts.models import Force
from vkpp.core.templatetags.dates import nice_date, nice_datetime


def round_card(row: Round) -> dict[str, Any]:
    """One round as lists show it: its state in words, and the date that matters next."""
    state, colour, when = _standing(row)
    return {"round": row, "state": state, "colour": colour, "when": when}


def _standing(row: Round) -> tuple[str, str, str]:
    now = timezone.now()
    if row.state == RoundState.DRAFT:
        return _("Being prepared"), "grey", _("opens %(day)s") % {"day": nice_date(row.opens_at)}
    if row.state == RoundState.PUBLISHED:
        return _("Published"), "green", _("published %(day)s") % {"day": nice_date(row.published_at)}
    if row.opens_at > now:
        return _("Opens soon"), "teal", _("opens %(day)s") % {"day": nice_date(row.opens_at)}
    if row.closes_at is None:
        return _("Open"), "blue", _("always open")
    if row.due_at is not None and row.due_at > now:
        return _("Open"), "blue", _("returns are due %(day)s") % {"day": nice_date(row.due_at)}
    if row.closes_at > now:
        return _("Past its due date"), "orange", _("closes %(day)s") % {"day": nice_date(row.closes_at)}
    return _("Closed"), "purple", _("closed %(day)s") % {"day": nice_date(row.closes_at)}


def managed_list(rows: Any) -> list[dict[str, Any]]:
    """Rounds with how many returns there are and how many were accepted."""
    accepted = Count("returns", filter=Q(returns__state=ReturnState.ACCEPTED))
    counted = rows.select_related("plan", "form").annotate(total=Count("returns"), accepted=accepted)
    return [{**round_card(row), "total": row.total, "accepted": row.accepted} for row in counted]


def management(row: Round) -> dict[str, Any]:
    """One round for who manages it: its times, its extensions, how its returns stand."""
    counts = dict(row.returns.values_list("state").annotate(n=Count("pk")).order_by())
    return {
        **round_card(row),
        "row": row,
        "times": _times(row),
        "extensions": row.extensions.select_related("force", "by"),
        "counts": [{"label": label, "n": counts[value]} for value, label in ReturnState.choices if counts.get(value)],
        "total": sum(counts.values()),
        "problems": rounds.missing_for_announcement(row) if row.state == RoundState.DRAFT else [],
    }


def _times(row: Round) -> list[dict[str, Any]]:
    return [
        {"key": _("Plan"), "value": row.plan.title},
        {"key": _("Form"), "value": row.form.title},
        {"key": _("Follows"), "value": row.previous.title if row.previous else "", "empty": _("No earlier round")},
        {"key": _("Opens"), "value": nice_datetime(row.opens_at)},
        {"key": _("Returns are due"), "value": nice_datetime(row.due_at), "empty": _("No due date")},
        {"key": _("Closes for editing"), "value": nice_datetime(row.closes_at), "empty": _("Always open")},
        {"key": _("To be published"), "value": nice_datetime(row.publishes_at), "empty": _("No date set")},
        {
            "key": _("Grace"),
            "value": ngettext("%(n)s minute", "%(n)s minutes", row.grace_minutes) % {"n": row.grace_minutes},
        },
    ]


def before_announcement(row: Round) -> dict[str, Any]:
    """What announcing will do, and what stands in its way."""
    problems = rounds.missing_for_announcement(row)
    forces = Force.objects.filter(benchmarked=True).count()
    return {"row": row, "problems": problems, "forces": forces, "actions": row.plan.actions.count()}


def before_publication(row: Round) -> dict[str, Any]:
    """What is missing now and will stay missing when the round is published."""
    late = Return.objects.filter(round=row).exclude(state=ReturnState.ACCEPTED).select_related("force")
    queries = Query.objects.filter(response__ret__round=row).exclude(state=QueryState.CLOSED).count()
    findings = Finding.objects.filter(
        response__ret__round=row, state=FindingState.OPEN, rule__severity__in=[Severity.BLOCK, Severity.EXPLAIN]
    ).count()
    return {
        "row": row,
        "late": [{"force": ret.force.name, "state": ret.get_state_display()} for ret in late.order_by("force__name")],
        "total": row.returns.count(),
        "too_early": rounds.too_early_to_publish(row),
        "queries": queries,
        "findings": findings,
    }
