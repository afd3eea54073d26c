"""A gap and who can help: one action of a force with its helpers, and all that a force lacks."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from analytics import scale
from analytics.matching import helpers, people
from analytics.matching.helpers import POINTS, Helper, Reason
from analytics.matching.links import ask_page, gap_page, request_page
from analytics.matching.need import LOW, Need
from analytics.matching.workflow import HELP
from analytics.models import HelpRequest
from nvap import rounds
from nvap.links import answer_page
from nvap.models import Response, Return, Round
from vkpp.accounts import forces
from vkpp.accounts.models import Force

PAGE_SIZE = 10


def page(user: Any, about: Need, ret: Return | None, *, number: str | None = None) -> dict[str, Any]:
    """What the force says of itself in its return, and who can help, best first, a page of them at a time."""
    found = helpers.find(about, user)
    speaks = people.may_speak(user, about.force)
    shown = Paginator(found.helpers, PAGE_SIZE).get_page(number)
    return {
        "need": about,
        "helpers": [card(one, about, speaks=speaks) for one in helpers.with_examples(user, list(shown))],
        "shown": shown,
        "found": found,
        "speaks": speaks,
        "earlier": [_earlier(row) for row in found.before],
        "points": points(),
        "answer_url": answer_page(ret, about.version.code) if ret else "",
        "action_url": reverse("nvap:action", args=[about.version.plan.code, about.version.code]),
        "gaps_url": reverse("analytics:help-gaps", args=[about.force.code]),
        "offer_url": f"{reverse('analytics:help-offer-new')}?action={about.action.code}" if speaks else "",
    }


def card(helper: Helper, about: Need, *, speaks: bool) -> dict[str, Any]:
    """One helping force as the page shows it."""
    asked = helper.asked
    return {
        "helper": helper,
        "reasons": format_html_join(
            "", "<li>{}{}</li>", [(capfirst(one.words), _counted(one)) for one in helper.reasons]
        ),
        "examples": format_html_join(
            "",
            '<li><a class="govuk-link" href="{}">{}</a> <span class="app-muted">{}</span></li>',
            [(one.url, one.title, one.rating_words) for one in helper.examples],
        ),
        "more": helper.published - len(helper.examples),
        "asked": asked,
        "asked_state": HELP.state(asked.state) if asked else None,
        "asked_url": request_page(asked) if asked else "",
        "ask_url": ask_page(about.force.code, about.action.code, helper.force.code) if speaks and not asked else "",
    }


def _counted(reason: Reason) -> SafeString:
    return format_html(' <span class="app-muted">+{}</span>', reason.points) if reason.points else SafeString("")


def _earlier(row: HelpRequest) -> dict[str, Any]:
    """What this force asked before on the action."""
    helper = next(force for force in forces.listed() if force.pk == row.helper_id)
    return {"reference": row.reference, "helper": helper, "url": request_page(row), "state": HELP.state(row.state)}


def points() -> list[tuple[Any, int]]:
    """What each reason counts."""
    return [(words, number) for number, words in POINTS.values()]


def gaps(user: Any, force: Force) -> dict[str, Any]:
    """Every action on which the force names a gap or a low level, with how many forces can help."""
    round_ = next(iter(rounds.answered()), None)
    rows = list(_needs(force, round_)) if round_ else []
    counts = helpers.numbers(user, {row.action_version.action.code for row in rows})
    measure = next(iter(scale.measures(round_)), None) if round_ else None
    shown = [_row(row, force, measure, counts) for row in rows]
    shown.sort(key=lambda row: (not row["has_gap"], row["order"]))
    return {
        "force": force,
        "round": round_,
        "measure": measure,
        "rows": shown,
        "speaks": people.may_speak(user, force),
        "low": measure.word(LOW) if measure else "",
    }


def _needs(force: Force, round_: Round) -> Iterable[Response]:
    measures = scale.measures(round_)
    code = measures[0].code if measures else ""
    rows = Response.objects.filter(ret__force=force, ret__round=round_, not_applicable=False)
    rows = rows.select_related("action_version__action", "action_version__theme")
    for row in rows.order_by("action_version__theme__order", "action_version__order"):
        low = row.scores.get(code)
        if row.counts and (row.has_gap or (low is not None and low <= LOW)):
            yield row


def _row(row: Response, force: Force, measure: Any, counts: dict[str, set[str]]) -> dict[str, Any]:
    version = row.action_version
    level = row.scores.get(measure.code) if measure else None
    can_help = counts.get(version.action.code, set()) - {force.code}
    return {
        "order": (version.theme.order, version.order, version.code),
        "version": version,
        "url": gap_page(force.code, version.action.code),
        "has_gap": row.has_gap,
        "level": measure.word(level) if measure else "",
        "helpers": len(can_help),
    }
