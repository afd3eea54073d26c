"""Introductions: the tracked list, one with what happened, evaluators that fit an example, an evaluator's own page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.introductions import examples, matching, people
from practice.introductions.links import ask_page, body_page, introduction_page, step_page
from practice.introductions.panels import waits_for
from practice.introductions.vocab import LIVE, MET, OPEN, IntroductionState, NoteAudience, Side
from practice.introductions.workflow import INTRODUCTION
from practice.models import BankEntry, EvaluatorBody, Introduction, IntroductionNote

PER_PAGE = 30
LATE = {IntroductionState.PROPOSED: 21, IntroductionState.AGREED: 5, IntroductionState.INTRODUCED: 60}


def listing(user: Any, data: Mapping[str, str], page: str | None) -> dict[str, Any]:
    """The introductions that a person sees, those that wait longest first."""
    rows = _narrowed(Introduction.objects.visible_to(user), data)
    tabs = {"open": _("Open"), "waiting": _("Waiting for you"), "agreed": _("Evaluation agreed"), "all": _("All")}
    conditions = {"open": Q(state__in=OPEN), "waiting": waits_for(user), "all": Q(pk__isnull=False)}
    conditions["agreed"] = Q(state=IntroductionState.EVALUATION)
    tab = data.get("tab", "") if data.get("tab", "") in tabs else "open"
    counts = rows.aggregate(**{f"n_{name}": Count("pk", filter=conditions[name]) for name in tabs})
    shown = rows.filter(conditions[tab]).select_related("practice__bank_entry", "practice__force", "body")
    found = Paginator(shown.order_by("moved_at", "pk") if tab != "all" else shown, PER_PAGE).get_page(page)
    kept = {name: data[name] for name in ("body", "practice") if data.get(name)}
    return {
        "page": found,
        "rows": [_row(row) for row in found],
        "tabs": [
            {
                "label": label,
                "href": f"?{urlencode({'tab': name, **kept})}",
                "current": name == tab,
                "count": counts[f"n_{name}"],
            }
            for name, label in tabs.items()
        ],
        "kept": kept,
        "staff": people.manages(user),
        "evaluates": people.evaluates(user),
    }


def _narrowed(rows: Any, data: Mapping[str, str]) -> Any:
    if body := data.get("body", "").replace("\x00", "")[:80]:
        rows = rows.filter(body__slug=body)
    if practice := data.get("practice", "").replace("\x00", "")[:16]:
        rows = rows.filter(practice__reference=practice)
    return rows


def _row(row: Introduction) -> dict[str, Any]:
    late = LATE.get(IntroductionState(row.state))
    return {
        "introduction": row,
        "title": row.practice.bank_entry.title,
        "force": row.practice.force,
        "url": introduction_page(row),
        "state": INTRODUCTION.state(row.state),
        "asked": Side(row.asked_side).label,
        "late": late is not None and _days(row) > late,
    }


def _days(row: Introduction) -> int:
    return (timezone.now() - row.moved_at).days


def one(user: Any, introduction: Introduction) -> dict[str, Any]:
    """An introduction as this person sees it."""
    side, entry = people.side_of(user, introduction), introduction.practice.bank_entry
    met = introduction.state in MET
    readable = side != Side.BODY or BankEntry.objects.visible_to(user).filter(pk=entry.pk).exists()
    stopped = introduction.state == IntroductionState.STOPPED
    return {
        "introduction": introduction,
        "entry": entry,
        "entry_url": reverse("practice:entry", args=[entry.reference]) if readable and not stopped else "",
        "state": INTRODUCTION.state(introduction.state),
        "waits": _waits(introduction),
        "steps": [] if stopped else [_step(step, introduction) for step in INTRODUCTION.available(introduction, user)],
        "events": events(user, introduction),
        "writes": introduction.state in LIVE,
        "staff": people.manages(user),
        "side": side,
        "body_url": body_page(introduction.body),
        "contact": _contact(entry),
        "body_contact": (met and side != Side.BODY) or side == Side.VKPP,
        "owner_contact": (met and side != Side.OWNER) or side == Side.VKPP,
        "late": _row(introduction)["late"],
    }


def _contact(entry: BankEntry) -> dict[str, str]:
    """The owner's contact as it is published, not as somebody may be changing it."""
    fields = entry.publication.content["fields"]
    return {
        "name": fields["contact_name"] or entry.lead_organisation or entry.force_name,
        "email": fields["contact_email"],
    }


def _step(step: Any, introduction: Introduction) -> dict[str, Any]:
    kind = "primary" if step.button == "primary" else "secondary"
    return {"label": step.label, "href": step_page(introduction, step.action), "kind": kind}


def _waits(introduction: Introduction) -> str:
    """For whom it waits, in a sentence."""
    body = {"body": introduction.body.name}
    sentences = {
        IntroductionState.PROPOSED: _("The owner is asked. Nothing goes on without the owner’s agreement."),
        IntroductionState.AGREED: _("VKPP introduces the owner and %(body)s to one another.") % body,
        IntroductionState.INTRODUCED: _("Both have one another’s contact. Whoever calls first notes it here."),
        IntroductionState.TALKS: _("The owner and %(body)s talk. What they agree is noted here.") % body,
        IntroductionState.STOPPED: _("The example is no longer open to evaluators. %(body)s sees nothing of it.")
        % body,
    }
    return sentences.get(IntroductionState(introduction.state), "")


def events(user: Any, introduction: Introduction) -> list[dict[str, Any]]:
    """What was said and done, newest first; people's names only for their own side and VKPP."""
    row, asker, mine = introduction, Side(introduction.asked_side), people.side_of(user, introduction)

    def name(person: Any, side: str) -> Any:
        return person if mine in {side, Side.VKPP} else ""

    asked = _("%(side)s asked") % {"side": str(asker.label)}
    found = [_event(asked, row.asked_at, row.purpose, name(row.asked_by, asker))]
    if row.answered_at and (row.asked_side != Side.OWNER or row.answer):
        declined = row.state == IntroductionState.DECLINED
        title = _("The owner declined") if declined else _("The owner agreed")
        found.append(_event(title, row.answered_at, row.answer, name(row.answered_by, Side.OWNER)))
    if row.introduced_at:
        found.append(_event(_("Introduced"), row.introduced_at, "", name(row.introduced_by, Side.VKPP)))
    if row.talks_at:
        found.append(_event(_("Talks have begun"), row.talks_at, ""))
    if row.agreed_at:
        found.append(_event(_("Evaluation agreed"), row.agreed_at, row.agreement))
    if row.ended_at and row.state != IntroductionState.DECLINED:
        found.append(_event(str(INTRODUCTION.state(row.state).label), row.ended_at, row.reason))
    notes = IntroductionNote.objects.visible_to(user).filter(introduction=row).select_related("by")
    for note in notes:
        title = _("%(side)s wrote") % {"side": str(Side(note.side).label)}
        title += f" ({NoteAudience.VKPP.label})" if note.audience == NoteAudience.VKPP else ""
        found.append(_event(title, note.at, note.text, name(note.by, note.side)))
    return sorted(found, key=lambda event: event["at"], reverse=True)


def _event(title: str, at: Any, text: str, by: Any = "") -> dict[str, Any]:
    return {"title": title, "at": at, "text": text, "by": by}


def find(user: Any, entry: BankEntry, *, allowed: bool) -> dict[str, Any]:
    """Evaluators that fit an example, best first."""
    found = matching.bodies_for(entry, user) if allowed else []
    decides = people.decides(user, entry.practice)
    return {
        "entry": entry,
        "allowed": allowed,
        "decides": decides,
        "permit_url": reverse("practice:permissions", args=[entry.reference]) if decides else "",
        "rows": [_match(one_match, entry.reference) for one_match in found],
    }


def asking(user: Any, entry: BankEntry, body: EvaluatorBody) -> dict[str, Any]:
    """Asking for an introduction: why the two fit, and whether the example can be read."""
    decides = people.decides(user, entry.practice)
    return {
        "entry": entry,
        "body": body,
        "reasons": matching.reasons(entry.practice, body),
        "decides": decides,
        "readable": decides or BankEntry.objects.visible_to(user).filter(pk=entry.pk).exists(),
    }


def _match(match: matching.Match, reference: str) -> dict[str, Any]:
    body: EvaluatorBody = match.thing
    return {
        "match": match,
        "body": body,
        "url": body_page(body),
        "ask_url": ask_page(reference, body.slug),
        "live_url": introduction_page(match.live) if match.live else "",
        "live_state": INTRODUCTION.state(match.live.state) if match.live else None,
    }


def _chosen(user: Any, body: EvaluatorBody) -> list[dict[str, Any]]:
    """What was chosen for evaluation and is not among the body's introductions yet; a link where it may be read."""
    met = Introduction.objects.filter(body=body, state__in=LIVE).values("practice")
    entries = list(examples.chosen(user).exclude(practice__in=met).order_by("title", "pk"))
    readable = set(
        BankEntry.objects.visible_to(user).filter(pk__in=[one.pk for one in entries]).values_list("pk", flat=True)
    )
    return [
        {
            "entry": entry,
            "url": reverse("practice:entry", args=[entry.reference]) if entry.pk in readable else "",
            "ask_url": ask_page(entry.reference, body.slug),
        }
        for entry in entries
    ]


def evaluating(user: Any, body: EvaluatorBody) -> dict[str, Any]:
    """An evaluator's own page: its introductions, what was chosen for evaluation, and practice that fits it."""
    rows = Introduction.objects.visible_to(user).filter(body=body).select_related("practice__bank_entry", "body")
    live = [_row(row) for row in rows.filter(state__in=LIVE).select_related("practice__force").order_by("moved_at")]
    chosen = _chosen(user, body)
    there = {row["entry"].pk for row in chosen}
    found = [
        match for match in matching.practices_for(body, user) if match.live is None and match.thing.pk not in there
    ]
    return {
        "body": body,
        "body_url": body_page(body),
        "rows": live,
        "chosen": chosen,
        "over": rows.exclude(state__in=LIVE).count(),
        "matches": [
            {
                "entry": match.thing,
                "reasons": match.reasons,
                "url": reverse("practice:entry", args=[match.thing.reference]),
                "ask_url": ask_page(match.thing.reference, body.slug),
            }
            for match in found
        ],
    }
