"""Imports examples that were published elsewhere, from a JSON file of the shape of practice/data/practices.json.

A list of objects; `key` identifies an example for ever, so that importing twice changes nothing; `null` means that the
source is silent. Each row goes through the same actions as the forms, in a transaction of its own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nvap.models import Action, Strand
from practice.actions import register
from practice.actions.evidence import LONGEST_ADDRESS
from practice.models import Call, Term
from practice.theory import sent
from practice.vocab import Category, RatingValue, Scale, Stage
from vkpp.accounts.models import Force
from vkpp.core import plain_text, web_addresses
from vkpp.core.exceptions import Invalid
from vkpp.core.importing import Report, import_objects, read_json

COLUMNS = {
    "title": "title",
    "summary": "summary",
    "lead_organisation": "lead_organisation",
    "categories": "categories",
    "strands": "strands",
    "serious_violence": "serious_violence",
    "scale": "scale",
    "stage": "stage",
    "start_date": "started",
    "aim": "aim",
    "intended_outcomes": "intended_outcome",
    "description": "description",
    "impact": "impact",
    "learning": "learning",
}
TERMS = {"topics": Term.Kind.TOPIC, "target_groups": Term.Kind.TARGET_GROUP, "partners": Term.Kind.PARTNER}
LISTS = {"categories", "strands", *TERMS}


@dataclass(frozen=True)
class Words:
    """What a row's words may be, read once for a file."""

    forces: Mapping[str, Force]
    strands: set[str]
    actions: set[str]
    terms: Mapping[str, Mapping[str, str]]

    @classmethod
    def now(cls) -> "Words":
        """The lists as they are in the database."""
        terms: dict[str, dict[str, str]] = {kind: {} for kind in TERMS.values()}
        for term in Term.objects.all():
            terms[term.kind][term.label] = term.code
        return cls(
            forces={force.code: force for force in Force.objects.all()},
            strands=set(Strand.objects.values_list("code", flat=True)),
            actions=set(Action.objects.values_list("code", flat=True)),
            terms=terms,
        )


def import_file(
    path: Path,
    *,
    call: Call,
    by: Any,
    evaluations: Path | None = None,
    actions: Path | None = None,
    theories: Path | None = None,
) -> Report:
    """Import every row of the file at `path` into `call`, acting for `by` (None: the portal itself).

    `evaluations`, `actions` and `theories` are files of published evaluations, of actions of the plan and of theories
    of change, by the key of an example; a row may also bring its theory itself (`theory`).
    """
    words = Words.now()
    evaluated = _by_practice(read_json(evaluations)) if evaluations else {}
    linked, drawn = _linked(actions) if actions else {}, _theories(theories) if theories else {}

    def enter(key: str, row: Mapping[str, Any]) -> str:
        more: dict[str, Any] = {"actions": linked[key]} if key in linked else {}
        more |= {"theory": drawn[key]} if key in drawn else {}
        return _import_row(key, {**more, **row}, words, call, by, evaluated.get(key, []))

    return import_objects(read_json(path), enter)


def _import_row(
    key: str, row: Mapping[str, Any], words: Words, call: Call, by: Any, evaluations: Sequence[Mapping[str, Any]]
) -> str:
    values = _values(key, row, words)
    force_code = row.get("force_id")
    if force_code and (not isinstance(force_code, str) or force_code not in words.forces):
        raise Invalid({"force_id": [_("there is no force “%(code)s”.") % {"code": force_code}]})
    return register.enter(
        key=key,
        values=values,
        force=words.forces[force_code] if force_code else None,
        call=call,
        rating=_rating(row),
        evidence=[*_evidence(row), *map(_evaluation, evaluations)],
        source_url=_address("source", row.get("source")),
        by=by,
    )


def _values(key: str, row: Mapping[str, Any], words: Words) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    if not key or len(key) > 80:
        errors["key"] = [_("it needs a key of at most 80 characters.")]
    errors |= {
        name: [_("%(field)s is missing.") % {"field": name}] for name in ("title", "summary") if not row.get(name)
    }
    values: dict[str, Any] = {}
    for name, column in COLUMNS.items():
        value = row.get(name)
        values[column] = (
            ([] if name in LISTS else None if name == "serious_violence" else "") if value is None else value
        )
    for name, kind in TERMS.items():
        labels = row.get(name) or []
        if not isinstance(labels, list):
            errors |= _unknown(name, labels, ())
            continue
        values[name] = [words.terms[kind].get(label, "") for label in labels if isinstance(label, str)]
        errors |= _unknown(name, labels, words.terms[kind])
    errors |= _unknown("categories", values["categories"], Category.values)
    errors |= _unknown("strands", values["strands"], words.strands)
    if "actions" in row:
        values["actions"] = row["actions"]
        errors |= _unknown("actions", row["actions"], words.actions)
    if row.get("theory") is not None:
        values |= sent.answers(row["theory"])
    errors |= _unknown("scale", [values["scale"]], [*Scale.values, ""])
    errors |= _unknown("stage", [values["stage"]], [*Stage.values, ""])
    if errors:
        raise Invalid(errors)
    return values


def _unknown(name: str, given: Any, known: Any) -> dict[str, list[str]]:
    if not isinstance(given, list):
        return {name: [_("%(field)s must be a list.") % {"field": name}]}
    strange = [str(item) for item in given if not isinstance(item, str) or item not in known]
    if not strange:
        return {}
    return {
        name: [
            _("%(field)s has words that the portal does not know: %(words)s.")
            % {"field": name, "words": ", ".join(strange)}
        ]
    }


def _rating(row: Mapping[str, Any]) -> str:
    rating = row.get("rating") or ""
    if rating and rating not in RatingValue.values:
        raise Invalid(_unknown("rating", [rating], RatingValue.values))
    return str(rating)


def _evidence(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    links = row.get("evidence_links") or []
    if not isinstance(links, list) or not all(isinstance(link, dict) and link.get("title") for link in links):
        raise Invalid(
            {"evidence_links": [_("evidence_links must be a list of objects with a title and perhaps a url.")]}
        )
    for link in links:
        try:
            title = plain_text.text(link["title"], _("The title"), 300, one_line=True)
        except plain_text.Refused as refusal:
            raise Invalid({"evidence_links": [str(refusal)]}) from refusal
        yield {"kind": "source", "title": title, "url": _address("evidence_links", link.get("url"))}


def _address(name: str, value: Any) -> str:
    """A web address, or an empty text where there is none."""
    if not value:
        return ""
    if wrong := web_addresses.fault(value):
        raise Invalid({name: [_("%(field)s: %(wrong)s") % {"field": name, "wrong": wrong}]})
    if len(value) > LONGEST_ADDRESS:
        raise Invalid({name: [_("%(field)s has an address of more than 400 characters.") % {"field": name}]})
    return str(value)


def _evaluation(row: Mapping[str, Any]) -> dict[str, Any]:
    year = str(row.get("year") or "")
    return {
        "kind": "independent_evaluation" if row.get("independent") else "local_evaluation",
        "title": row["name"],
        "url": row.get("source") or "",
        "evaluator": row.get("evaluator") or "",
        "year": int(year[:4]) if year[:4].isdigit() else None,
        "design": row.get("design") or "",
        "result": row.get("headline_result") or "",
    }


def _linked(path: Path) -> dict[str, list[str]]:
    """The key of an example → codes of the actions that it bears on."""
    found: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))["actions"]
    return found


def _theories(path: Path) -> dict[str, Any]:
    """The key of an example → its theory of change."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["theories"]
    return found


def _by_practice(rows: Sequence[Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Published evaluations by the key of the example they are about."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row.get("practice_key") and row.get("status") in {"published", "complete", "completed"}:
            found.setdefault(row["practice_key"], []).append(row)
    return found
