"""Reading a return: all its actions in one table, and one answer with everything that hangs on it."""

from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from nvap import people
from nvap.actions import queries
from nvap.form_spec import FormSpec, spec
from nvap.forms.queries import CodingForm, QueryForm
from nvap.links import queries_page, query_page, return_page, sign_page, versions_page
from nvap.models import Response, Return
from nvap.presenters import answer_sheet
from nvap.presenters.return_steps import buttons
from nvap.presenters.waivers import letting_pass
from nvap.rules import STOPPING
from nvap.vocab import FindingState, GapState, IdentifiedBy, QueryState
from nvap.workflow import QUERY, RETURN

STEPS = ("send_back", "accept", "reopen")
OPEN = [QueryState.OPEN, QueryState.ANSWERED]


def context(user: Any, ret: Return) -> dict[str, Any]:
    """The whole return: a row per action under its theme."""
    form = spec(ret.round.form)
    rows = [_row(response, form) for response in _responses(user, ret)]
    return {
        **frame(user, ret),
        "columns": [form.questions[code].label for code in form.summarised],
        "themes": [
            {"title": title, "rows": list(group)} for title, group in groupby(rows, key=lambda row: row["theme"])
        ],
        "total": len(rows),
        "answered": sum(row["complete"] for row in rows),
        "open_queries": sum(row["queries"] for row in rows),
    }


def frame(user: Any, ret: Return) -> dict[str, Any]:
    """What every page of a return has around it."""
    checks = people.may_check(user, ret)
    return {
        "ret": ret,
        "state": RETURN.state(ret.state),
        "return_url": return_page(ret),
        "sign_url": sign_page(ret),
        "versions_url": versions_page(ret),
        "queries_url": queries_page(ret),
        "checks": checks,
        "steps": buttons(ret, user, STEPS) if checks else [],
    }


def _responses(user: Any, ret: Return) -> Any:
    counts = {
        "n_queries": Count("queries", filter=Q(queries__state__in=OPEN), distinct=True),
        "n_gaps": Count("gaps", filter=Q(gaps__state=GapState.OPEN), distinct=True),
        "n_practice": Count("promising", filter=Q(promising__removed_at=None), distinct=True),
        "n_evidence": Count("evidence_uses", filter=Q(evidence_uses__evidence__removed_at=None), distinct=True),
    }
    return Response.objects.visible_to(user).of_return(ret).annotate(**counts)


def _row(response: Any, form: FormSpec) -> dict[str, Any]:
    action = response.action_version
    words, colour = answer_sheet.state(response)
    return {
        "theme": str(action.theme),
        "code": action.code,
        "title": action.title,
        "levels": answer_sheet.levels(form, response.answers),
        "state": words,
        "colour": colour,
        "complete": response.complete,
        "gaps": response.n_gaps,
        "practice": response.n_practice,
        "evidence": response.n_evidence,
        "queries": response.n_queries,
    }


def answer(user: Any, response: Response) -> dict[str, Any]:
    """One answer with gaps, practice, evidence, explanations and queries; for staff with the forms of coding."""
    ret = response.ret
    around = frame(user, ret)
    checks = around["checks"]
    words, colour = answer_sheet.state(response)
    action = response.action_version
    return {
        **around,
        "response": response,
        "action": action,
        "answer_state": {"label": words, "colour": colour},
        "sections": answer_sheet.sections(spec(ret.round.form), action.code, response.answers),
        "gaps": list(response.gaps.select_related("created_by")),
        "practice": list(response.promising.filter(removed_at=None)),
        "evidence": [use.evidence for use in response.evidence_uses.select_related("evidence") if _stays(use)],
        "findings": _findings(response, checks=checks),
        "queries": query_rows(response.queries.select_related("assignee")),
        "VKPP": IdentifiedBy.VKPP,
        "query_form": QueryForm(ret=ret) if checks and ret.state in queries.ASKED_IN else None,
        "coding_form": CodingForm() if checks else None,
        **_neighbours(response),
    }


def _findings(response: Response, *, checks: bool) -> list[dict[str, Any]]:
    """What checks found, with explanation or waiver; for staff with the door to let pass what stops a signature."""
    found = response.findings.exclude(state=FindingState.FIXED).select_related("rule", "explained_by")
    rows = list(found)
    waivers = letting_pass(response, rows)
    place = [response.ret.round.code, response.ret.force.code, response.action_version.code]
    return [
        {
            "finding": row,
            "waiver": waivers.get(row.rule_id),
            "waive_url": reverse("nvap:waive", args=[*place, row.pk])
            if checks and row.state == FindingState.OPEN and row.rule.severity in STOPPING
            else "",
        }
        for row in rows
    ]


def _stays(use: Any) -> bool:
    return use.evidence.removed_at is None


def query_rows(rows: Any) -> list[dict[str, Any]]:
    """Queries as a list prints them."""
    return [{"query": row, "href": query_page(row), "state": QUERY.state(row.state)} for row in rows]


def _neighbours(response: Response) -> dict[str, str]:
    """The addresses of the answers before and after, in the order of the plan."""
    ret = response.ret
    codes = list(Response.objects.of_return(ret).values_list("action_version__code", flat=True))
    place = codes.index(response.action_version.code)

    def address(code: str) -> str:
        return reverse("nvap:reading-answer", args=[ret.round.code, ret.force.code, code])

    return {
        "previous_url": address(codes[place - 1]) if place else "",
        "next_url": address(codes[place + 1]) if place + 1 < len(codes) else "",
        "next_code": codes[place + 1] if place + 1 < len(codes) else "",
        "place": str(place + 1),
        "of": str(len(codes)),
    }
