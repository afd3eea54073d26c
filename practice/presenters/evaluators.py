"""The list of evaluators, one of them, and what its people propose to change."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from practice.actions.evaluators import regions
from practice.introductions import people
from practice.introductions.links import body_page
from practice.introductions.vocab import LIVE, Availability, BodyKind, BodyState, Method, ProposalState
from practice.introductions.workflow import BODY
from practice.models import BodyProposal, EvaluatorBody, Introduction

PER_PAGE = 20
COLOURS = {Availability.OPEN: "green", Availability.LATER: "yellow", Availability.FULL: "grey"}
LABELS = {
    "about": gettext_lazy("What it does"),
    "strands": gettext_lazy("Strands"),
    "methods": gettext_lazy("Methods"),
    "regions": gettext_lazy("Regions"),
    "availability": gettext_lazy("Takes on work"),
    "available_note": gettext_lazy("About that"),
    "contact_name": gettext_lazy("Contact"),
    "contact_email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Website"),
}


def listing(user: Any, data: Mapping[str, str], page: str | None) -> dict[str, Any]:
    """The bodies that this person sees, narrowed by what was asked."""
    labels = dict(Strand.objects.order_by("label").values_list("code", "label"))
    staff = people.manages(user)
    options = _options(labels, staff=staff)
    asked = {name: value for name in options if (value := data.get(name, "")) in dict(options[name][1])}
    text = data.get("q", "").replace("\x00", "").strip()[:200]
    waiting = staff and data.get("waiting", "") == "1"
    rows = _narrowed(EvaluatorBody.objects.visible_to(user), asked, text, waiting=waiting)
    found = Paginator(rows, PER_PAGE).get_page(page)
    return {
        "page": found,
        "rows": [_card(body, labels) for body in found],
        "total": found.paginator.count,
        "text": text,
        "filters": [
            {"name": name, "label": label, "options": choices, "value": asked.get(name, "")}
            for name, (label, choices) in options.items()
        ],
        "narrowed": bool(asked or text or waiting),
        "waiting": waiting,
        "staff": staff,
        "own": people.body_of(user),
        "meets": people.meets(user),
    }


def _options(labels: Mapping[str, str], *, staff: bool) -> dict[str, tuple[str, list[tuple[str, Any]]]]:
    options: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "strand": (_("Strand"), list(labels.items())),
        "method": (_("What it does"), list(Method.choices)),
        "region": (_("Region"), [(region, region) for region in regions()]),
        "kind": (_("Kind"), list(BodyKind.choices)),
        "availability": (_("Takes on work"), list(Availability.choices)),
    }
    return {**options, "state": (_("State"), list(BodyState.choices))} if staff else options


def _narrowed(rows: Any, asked: Mapping[str, str], text: str, *, waiting: bool) -> Any:
    if "strand" in asked:
        rows = rows.filter(strands__contains=[asked["strand"]])
    if "method" in asked:
        rows = rows.filter(methods__contains=[asked["method"]])
    if "region" in asked:
        rows = rows.filter(Q(regions__contains=[asked["region"]]) | Q(regions=[]))
    rows = rows.filter(**{name: asked[name] for name in ("kind", "availability", "state") if name in asked})
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(about__icontains=text))
    proposed = BodyProposal.objects.filter(body=OuterRef("pk"), state=ProposalState.OPEN)
    rows = rows.annotate(proposed=Exists(proposed))
    return rows.filter(proposed=True) if waiting else rows


def _card(body: EvaluatorBody, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "body": body,
        "url": body_page(body),
        "strands": [labels.get(code, code) for code in body.strands],
        "methods": [Method(code).label for code in body.methods],
        "where": ", ".join(body.regions) or _("everywhere"),
        "colour": COLOURS[Availability(body.availability)],
        "state": BODY.state(body.state),
    }


def one(user: Any, body: EvaluatorBody) -> dict[str, Any]:
    """A body as this person sees it."""
    staff, own = people.manages(user), people.is_of(user, body)
    seen = Introduction.objects.visible_to(user).filter(body=body)
    counts = seen.aggregate(live=Count("pk", filter=Q(state__in=LIVE)), all=Count("pk"))
    return {
        **_card(body, dict(Strand.objects.values_list("code", "label"))),
        "staff": staff,
        "own": own,
        "contact": staff or own,
        "steps": [_step(step, body) for step in BODY.available(body, user)],
        "proposals": _proposals(user, body) if staff or own else [],
        "counts": counts,
        "introductions_url": f"{reverse('practice:introductions')}?{urlencode({'tab': 'all', 'body': body.slug})}",
    }


def _step(step: Any, body: EvaluatorBody) -> dict[str, Any]:
    href = reverse("practice:evaluator-step", args=[body.slug, step.action])
    return {"label": step.label, "href": href, "kind": "secondary"}


def _proposals(user: Any, body: EvaluatorBody) -> list[dict[str, Any]]:
    rows = body.proposals.exclude(state=ProposalState.WITHDRAWN).select_related("made_by", "decided_by")[:5]
    colours = {"open": "yellow", "accepted": "green", "refused": "red"}
    return [
        {
            "proposal": row,
            "url": reverse("practice:evaluator-proposal", args=[body.slug, row.pk]) if people.manages(user) else "",
            "colour": colours[row.state],
        }
        for row in rows
    ]


def differences(proposal: BodyProposal) -> list[dict[str, str]]:
    """Field by field, what the page says now and what they would like it to say."""
    labels = dict(Strand.objects.values_list("code", "label"))
    body = proposal.body
    return [
        {
            "label": str(label),
            "now": _in_words(name, getattr(body, name), labels),
            "then": _in_words(name, proposal.values[name], labels),
        }
        for name, label in LABELS.items()
        if name in proposal.values
    ]


def _in_words(name: str, value: Any, labels: Mapping[str, str]) -> str:
    if name == "availability":
        return str(dict(Availability.choices).get(value, value))
    if not isinstance(value, list):
        return str(value)
    words = {"strands": labels, "methods": dict(Method.choices)}.get(name, {})
    return ", ".join(str(words.get(code, code)) for code in value)
