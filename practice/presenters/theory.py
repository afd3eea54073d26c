"""The pages of the theory of change, made ready for their templates."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from practice import links, people, steps
from practice.actions import theory_talk
from practice.actions.saving import EDITABLE
from practice.models import Comment, Practice
from practice.presenters import writing
from practice.theory import drawing, hints, shape, store, typed, vocab, words
from practice.theory.asked import words_for
from practice.theory.shape import Answers, Theory
from practice.theory.vocab import ARROW, CHAIN, HINTS, KEYS, ONE, Kind
from vkpp.core import kept
from vkpp.core.page_version import PageVersion

Errors = Mapping[str, list[str]]


def editor(
    practice: Practice,
    user: Any,
    *,
    sent: Answers | None = None,
    errors: Errors | None = None,
    version: PageVersion | None = None,
    more: str = "",
) -> dict[str, Any]:
    """Everything on the page where the theory is written; `sent` stands over what is stored."""
    stored = store.load(practice)
    answers = shape.answers_of(stored) | (sent or {})
    theory = typed.drawn(stored, sent or {})
    talk = open_talk(practice, user)
    columns = [_column(kind, answers, theory, errors or {}, talk, blanks=1 + (more == kind)) for kind in Kind]
    return {
        **writing.page(practice, steps.THEORY, user),
        **preview(theory),
        "version": version or practice.version,
        "columns": columns[:-1],
        "assumed": columns[-1],
        "links": arrows(theory),
        "abouts": abouts(theory),
        "errors": writing.links(errors or {}),
        "unsaved": sent is not None,
        "talk": len(talk),
    }


def reopened(practice: Practice, user: Any, text: kept.Kept | None, *, more: str = "") -> dict[str, Any]:
    """The page as it is opened: over what is stored stands what was typed and could not be saved."""
    left = text or kept.refused(user.pk, writing.page_key(practice, steps.THEORY))
    if left is None:
        return editor(practice, user, more=more)
    sent = typed.sent(left.values)
    version = text.page if text else kept.opened(practice.version, left)
    return editor(practice, user, sent=sent, errors=typed.refusals(sent), version=version, more=more)


def preview(theory: Theory) -> dict[str, Any]:
    """The picture with what is still to do."""
    share = hints.completeness(theory)
    return {"svg": drawing.svg(theory, every_column=True), "share": share, "written": words.written(theory)}


def _column(
    kind: Kind, answers: Answers, theory: Theory, errors: Errors, talk: list[str], *, blanks: int
) -> dict[str, Any]:
    """A column's boxes in order, then boxes to fill."""
    there = [box.key for box in theory.column(kind)]
    filled = there + [key for key in KEYS[kind] if key not in there and answers[vocab.text_name(key)]]
    empty = [key for key in KEYS[kind] if key not in filled]
    keys = filled + empty[: max(blanks, 2 - len(filled))]
    return {
        "kind": kind.value,
        "title": kind.label,
        "hint": HINTS[kind],
        "boxes": [_box(key, place, filled, answers, errors, talk) for place, key in enumerate(keys, start=1)],
        "room": len(empty) > blanks,
        "add": _("Add another %(one)s") % {"one": str(ONE[kind]).lower()},
    }


def _box(key: str, place: int, filled: list[str], answers: Answers, errors: Errors, talk: list[str]) -> dict[str, Any]:
    name = vocab.text_name(key)
    return {
        "key": key,
        "name": name,
        "label": f"{ONE[vocab.kind_of(key)]} {place}",
        "value": answers[name],
        "errors": errors.get(name, []),
        "filled": key in filled,
        "first": place == 1,
        "last": place == len(filled),
        "comments": talk.count(key),
    }


def arrows(theory: Theory) -> list[dict[str, Any]]:
    """For each box the boxes that it may lead to: those of the next column in sight, the others folded away."""
    rows = []
    for box in theory.chain:
        groups = [_group(box, kind, theory) for kind in CHAIN if CHAIN.index(kind) > CHAIN.index(box.kind)]
        groups = [group for group in groups if group["options"]]
        if groups:
            further = groups[1:]
            rows.append(
                {
                    "name": vocab.leads_name(box.key),
                    "text": box.text,
                    "kind": ONE[box.kind],
                    "near": groups[0],
                    "further": further,
                    "opened": any(option["checked"] for group in further for option in group["options"]),
                }
            )
    return rows


def _group(box: shape.Box, kind: Kind, theory: Theory) -> dict[str, Any]:
    name = vocab.leads_name(box.key)
    options = [
        {"value": other.key, "text": other.text, "checked": other.key in box.leads_to, "id": f"id_{name}-{other.key}"}
        for other in theory.column(kind)
    ]
    return {"title": kind.label, "options": options}


def abouts(theory: Theory) -> list[dict[str, Any]]:
    """For each assumption the boxes and arrows that it may be about."""
    of = words_for(theory)
    places = [*(box.key for box in theory.chain), *(ARROW.join(link) for link in theory.links)]
    return [
        {
            "name": vocab.about_name(box.key),
            "text": box.text,
            "options": [("", _("All of it"), not box.about), *((code, of(code), code == box.about) for code in places)],
        }
        for box in theory.assumptions
    ]


def open_talk(practice: Practice, user: Any) -> list[str]:
    """What open comments that this person may read are about, once each."""
    rows = practice.comments.visible_to(user).exclude(about="").filter(answers=None, resolved_at=None)
    return list(rows.order_by("pk").values_list("about", flat=True))


def talk(practice: Practice, user: Any) -> dict[str, Any]:
    """The theory with its talk: each comment with its answers, the open ones first."""
    theory = store.load(practice)
    rows = list(
        practice.comments.visible_to(user)
        .exclude(about="")
        .select_related("author", "resolved_by")
        .order_by("at", "pk")
    )
    of = words_for(theory)
    threads = [_thread(row, rows, of, user) for row in rows if row.answers_id is None]
    staff = people.is_told_all(user)
    edits = practice.state in EDITABLE and people.may_edit(user, practice)
    return {
        "practice": practice,
        "theory": words.shown(theory),
        "share": hints.completeness(theory),
        "threads": sorted(threads, key=lambda thread: thread["resolved"]),
        "places": [("theory", _("All of it")), *((box.key, f"{ONE[box.kind]}: {box.text}") for box in theory.boxes)],
        "staff": staff,
        "up": links.triage_record(practice) if people.may_triage(user, practice) else links.rating_page(practice),
        "edits": edits,
        "audiences": theory_talk.audiences(practice, user) if staff else [],
        "may_comment": staff or people.may_comment_as_author(user, practice),
    }


def _thread(row: Any, rows: list[Any], of: Any, user: Any) -> dict[str, Any]:
    return {
        "comment": row,
        "about": _("All of it") if row.about == "theory" else of(row.about),
        "said": [row, *(reply for reply in rows if reply.answers_id == row.pk)],
        "audience": "" if row.audience == Comment.Audience.AUTHORS else row.get_audience_display(),
        "resolved": row.resolved_at is not None,
        "may_settle": theory_talk.may_settle(user, row),
    }
