"""Where the portal holds something about a person: found by walking every table, so that no new one is forgotten.

A foreign key to the person says what a row is to them: one that goes with the person (CASCADE) is their own, is given to
them whole when they ask, and removed when their name goes. Any other names them in the record of their work: it stays,
and they are told which and when; what they wrote they read in the portal, as long as they may. Apps say what differs:

    personal.about("practice.Booking.person")                         # the record, and yet about the person
    personal.stays("practice.ConflictOfInterest.person")              # the record needs it, without the name
    personal.gives_way("practice.PracticeRevision:revision_append_only")   # a trigger, so that a name can be taken out
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

_about: set[str] = set()
_stays: set[str] = set()
_gives_way: set[str] = set()
SECRET = {"password", "secret_hash", "session_key", "data", "salt", "key", "body_hash", "extra_data"}


def about(*places: str) -> None:
    """Say that rows of these foreign keys (`app.Model.field`) are about the person, though the record needs them."""
    _about.update(places)


def stays(*places: str) -> None:
    """Say that rows of these foreign keys (`app.Model.field`) belong to the record and stay when the name goes."""
    _stays.update(places)


def gives_way(*triggers: str) -> None:
    """Say that these triggers (`app.Model:name`) let a name be taken out of their table."""
    _gives_way.update(triggers)


def triggers_that_give_way() -> list[str]:
    """All of them, as pgtrigger wants them."""
    return sorted(_gives_way)


@dataclass(frozen=True)
class Place:
    """A foreign key to a person."""

    model: type[models.Model]
    field: str
    own: bool

    @property
    def name(self) -> str:
        """For example practice.Comment.author."""
        return f"{self.model._meta.label}.{self.field}"

    @property
    def goes(self) -> bool:
        """Whether its rows are removed when the person's name goes."""
        return self.own and self.name not in _stays

    @property
    def whole(self) -> bool:
        """Whether the person is given the rows whole."""
        return self.own or self.name in _about

    @property
    def column(self) -> str:
        """Its column in the table."""
        field: Any = self.model._meta.get_field(self.field)
        return str(field.column)

    def rows(self, person: Any) -> "models.QuerySet[Any]":
        """Those that name this person."""
        return self.model._base_manager.filter(**{self.field: person.pk}).order_by("pk")


def places() -> Iterator[Place]:
    """Every foreign key to a person in every table, in order of their names."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.remote_field is None or field.related_model is not _person() or field.primary_key:
                continue
            found.append(Place(model, field.name, field.remote_field.on_delete is models.CASCADE))
    yield from sorted(found, key=lambda place: place.name)


def counted(person: Any) -> list[tuple[Place, int]]:
    """Every place that names this person, with its number of rows: asked all at once, there are more than a hundred."""
    asked = list(places())
    counts = ", ".join(map(_count, asked))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [person.pk] * len(asked))
        found = cursor.fetchone()
    return [(place, rows) for place, rows in zip(asked, found, strict=True) if rows]


def _count(place: Place) -> str:
    table, column = (connection.ops.quote_name(name) for name in (place.model._meta.db_table, place.column))
    return f"(SELECT count(*) FROM {table} WHERE {column} = %s)"  # noqa: S608 - names of our own tables and columns


def _person() -> type[models.Model]:
    return apps.get_model(settings.AUTH_USER_MODEL)


def remove(person: Any) -> None:
    """Remove what was the person's alone, with its files."""
    for place in places():
        if place.goes:
            for stored in _files(place, person):
                transaction.on_commit(functools.partial(stored.storage.delete, str(stored.name)))
            place.rows(person).delete()


def _files(place: Place, person: Any) -> Iterator[Any]:
    names = [field.name for field in place.model._meta.concrete_fields if isinstance(field, models.FileField)]
    for row in place.rows(person) if names else ():
        yield from filter(None, (getattr(row, name) for name in names))


def held(person: Any) -> dict[str, list[dict[str, Any]]]:
    """What every table holds about a person, by place: whole rows of their own, else only which and when."""
    found = {place.name: [_row(place, row) for row in place.rows(person)] for place in places()}
    return {name: rows for name, rows in found.items() if rows}


def _row(place: Place, row: models.Model) -> dict[str, Any]:
    """Of a row in which the person is named among others, nothing of the others: number and times. Never a file's place."""
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, models.FileField)]
    shown = [field for field in fields if field.name not in SECRET]
    if not place.whole:
        shown = [field for field in shown if field.primary_key or isinstance(field, models.DateTimeField)]
    return {field.attname: field.value_from_object(row) for field in shown}
