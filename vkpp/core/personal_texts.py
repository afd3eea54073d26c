"""Taking somebody's name and addresses out of every text of the database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import InternalError, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from vkpp.core import personal
from vkpp.core.models import AuditEvent, AuditSeal

if TYPE_CHECKING:
    Column = models.Field[Any, Any]

SHORTEST = 8
APART = (AuditEvent, AuditSeal)  # the trail has a way of its own: vkpp.core.audit_names


def nobody() -> str:
    """What is read in place of a name that has gone."""
    return _("Somebody who left")


@dataclass(frozen=True)
class Identity:
    """By what texts name a person: addresses, and names of at least two words, as they are and as they were."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, emails: Iterable[str], names: Iterable[str]) -> "Identity":
        """A single short word is no name that can be told from other words; it stays where it stands in a text."""
        telling = {name.strip() for name in names if " " in name.strip() and len(name.strip()) >= SHORTEST}
        return cls(tuple(sorted({email.lower() for email in emails if email} | telling, key=lambda word: -len(word))))

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any of the words, standing alone."""
        words = "|".join(re.escape(word) for word in self.words)
        return re.compile(rf"(?<![\w.@-])(?:{words})(?![\w@-]|\.\w)", re.IGNORECASE)

    def without(self, value: Any) -> Any:
        """A text, list or mapping with the name taken out."""
        if isinstance(value, str):
            return self.pattern.sub(nobody(), value)
        if isinstance(value, list):
            return [self.without(one) for one in value]
        if isinstance(value, dict):
            return {key: self.without(one) for key, one in value.items()}
        return value


@dataclass(frozen=True)
class Found:
    """A column that names the person: in how many rows, and in how many the database keeps it as it was."""

    place: str
    rows: int
    fixed: int


def look(identity: Identity) -> list[Found]:
    """Where texts name the person; changes nothing."""
    return [Found(_name(model, field), rows.count(), 0) for model, field, rows in _naming(identity)]


def take_out(identity: Identity) -> list[Found]:
    """Replace the name wherever it stands and the database lets it; what it keeps as it was is counted."""
    found = []
    with pgtrigger.ignore(*personal.triggers_that_give_way()):
        for model, field, rows in _naming(identity):
            results = [_rewrite(model, field, row, identity) for row in rows.values_list("pk", field.attname)]
            changed, fixed = results.count(True), results.count(False)
            if changed or fixed:
                found.append(Found(_name(model, field), changed + fixed, fixed))
    return found


def _rewrite(model: type[models.Model], field: "Column", row: Any, identity: Identity) -> bool | None:
    """Whether the database let it be changed; None when nothing in it names the person after all."""
    pk, value = row
    new = identity.without(value)
    if new == value:
        return None
    if isinstance(field, models.EmailField) and new == nobody():
        new = ""
    if isinstance(new, str) and field.max_length:
        new = new[: field.max_length]
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**{field.attname: new})
    except InternalError:
        return False
    return True


def _naming(identity: Identity) -> Iterator["tuple[type[models.Model], Column, models.QuerySet[Any]]"]:
    """Each column of text that names the person, with its rows."""
    for model in apps.get_models():
        if model in APART or not model._meta.managed or model._meta.app_label == "sessions":
            continue
        for field in filter(_is_text, model._meta.concrete_fields):
            rows = _rows_naming(identity, model, field)
            if rows.exists():
                yield model, field, rows


def _rows_naming(identity: Identity, model: type[models.Model], field: "Column") -> "models.QuerySet[Any]":
    text = model._base_manager.annotate(_said=Cast(field.attname, models.TextField())).order_by("pk")
    named = Q()
    for word in identity.words:
        named |= Q(_said__iregex=_sql(word))
    return text.filter(named) if named else text.none()


def _is_text(field: "Column") -> bool:
    """Texts that people write; of choices and files there is nothing to take out."""
    if isinstance(field, models.FileField) or field.choices or field.primary_key:
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField | ArrayField)


def _sql(word: str) -> str:
    """The word standing alone, as PostgreSQL's regular expressions say it."""
    return rf"(^|[^\w.@-]){re.escape(word)}($|[^\w@-])"


def _name(model: type[models.Model], field: "Column") -> str:
    return f"{model._meta.label}.{field.name}"
