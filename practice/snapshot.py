"""What a publication freezes: everything a reader sees of an example, in words that stand without the live lists."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from nvap.models import Action, Strand
from practice import rules
from practice.fields import FIELDS
from practice.models import Attachment, Practice, Term
from practice.theory import shape, store
from practice.vocab import Approach, Category, Scale, Stage

Content = dict[str, Any]


def content(practice: Practice) -> Content:
    """The snapshot of an example now.

    `fields`: every answer as stored; `labels`: field → code → words for each chosen code; `force` and `call` by code
    and name; `questions`: the call's own, with their answers; `evidence` and `attachments` as lists; `theory`: the
    theory of change, only when there is one.
    """
    fields = {name: getattr(practice, name) for name in FIELDS}
    theory = store.load(practice)
    return {
        **({"theory": shape.frozen(theory)} if theory else {}),
        "reference": practice.reference,
        "marking": practice.marking,
        "fields": fields,
        "labels": _labels(practice),
        "force": _named(practice.force, "code", "name"),
        "call": _named(practice.call, "slug", "title"),
        "source_url": practice.source_url,
        "questions": [{"text": text, "answer": value} for _code, text, value in rules.answers_that_apply(practice)],
        "evidence": list(practice.evidence.values("kind", "title", "url", "evaluator", "year", "design", "result")),
        "attachments": list(
            practice.attachments.filter(scan=Attachment.Scan.CLEAN, removed_at=None).values(
                "id", "name", "size", "content_type", "sha256"
            )
        ),
    }


def fingerprint(frozen: Mapping[str, Any]) -> str:
    """A hash of a snapshot that tells whether two are the same, word by word."""
    canonical = json.dumps(frozen, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _labels(practice: Practice) -> dict[str, dict[str, str]]:
    terms: dict[str, dict[str, str]] = {kind: {} for kind in Term.Kind.values}
    wanted = {*practice.topics, *practice.target_groups, *practice.partners}
    for kind, code, label in Term.objects.filter(code__in=wanted).values_list("kind", "code", "label"):
        terms[kind][code] = label
    strands = dict(Strand.objects.filter(code__in=practice.strands).values_list("code", "label"))
    actions = {action.code: str(action) for action in Action.objects.filter(code__in=practice.actions)}
    return {
        "categories": _chosen(practice.categories, dict(Category.choices)),
        "approaches": _chosen(practice.approaches, dict(Approach.choices)),
        "scale": _chosen([practice.scale], dict(Scale.choices)),
        "stage": _chosen([practice.stage], dict(Stage.choices)),
        "strands": _chosen(practice.strands, strands),
        "actions": _chosen(practice.actions, actions),
        "topics": _chosen(practice.topics, terms[Term.Kind.TOPIC]),
        "target_groups": _chosen(practice.target_groups, terms[Term.Kind.TARGET_GROUP]),
        "partners": _chosen(practice.partners, terms[Term.Kind.PARTNER]),
    }


def _chosen(codes: list[str], words: Mapping[str, Any]) -> dict[str, str]:
    return {code: str(words.get(code, code)) for code in codes if code}


def _named(thing: Any, code: str, name: str) -> dict[str, str] | None:
    return {"code": getattr(thing, code), "name": getattr(thing, name)} if thing is not None else None
