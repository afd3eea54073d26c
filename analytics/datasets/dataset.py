"""What a data set is, and the register of them: the catalogue, the API and every download read it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError

from analytics.datasets.columns import Column, Kind, Text
from analytics.datasets.sources import Made, Query, Source
from nvap.models import Round
from vkpp.core.api.filters import Filters
from vkpp.core.models import Marking

MARKING = Column("marking", Kind.TEXT, gettext_lazy("Security marking of the row."), values=[*Marking.choices])
"""The last column of every data set: so the marking is in every file, whatever its format."""
ALWAYS_OFFICIAL = replace(MARKING, source=models.Value(Marking.OFFICIAL.value, models.TextField()))
"""The same, of a data set in which nothing is marked higher."""


class NoFilters(Filters):
    """For a data set that is always whole."""


@dataclass(frozen=True)
class Asker:
    """Who asks, as filters want to know it: a page, the API and a worker ask alike."""

    user: Any


Rows = Callable[[Any], "models.QuerySet[Any]"]
Making = Callable[[Any, Mapping[str, Any]], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """One data set. `rows`: its rows for a person, by the door that pages read by; or `make`: its figures.

    `sensitive` says whether what this person gets of it is OFFICIAL-SENSITIVE.
    """

    code: str
    title: Text
    a_row: Text
    about: Text
    licence: Text
    columns: Sequence[Column]
    may_read: Callable[[Any], bool]
    filters: type[Filters] = NoFilters
    rows: Rows | None = None
    make: Making | None = None
    sensitive: Callable[[Any], bool] = lambda _user: False

    def source(self, user: Any, asked: QueryDict) -> Source:
        """Its rows for this person that pass these filters. ValidationError names what cannot be used."""
        refuse_unknown(self, asked)
        if self.rows is not None:
            found = self.rows(user)
            passed = self.filters(asked, queryset=found, request=Asker(user))
            passed.cleaned()
            return Query(passed.qs, self.columns)
        assert self.make is not None, "a data set has rows or makes them"
        filters = self.filters(asked, queryset=Round.objects.none(), request=Asker(user))
        chosen = filters.cleaned()
        assert filters.qs is not None, "asking for it has every filter look at its words"
        return Made(self.make(user, chosen), self.columns)

    def marking(self, user: Any) -> Marking:
        """The marking of what this person gets of it."""
        return Marking.OFFICIAL_SENSITIVE if self.sensitive(user) else Marking.OFFICIAL


def refuse_unknown(data_set: DataSet, asked: QueryDict) -> None:
    """A misspelt filter must not silently give everything."""
    for name in asked:
        if name not in data_set.filters.names():
            raise ValidationError({name[:80]: [_("This data set has no such filter.")]})


_sets: dict[str, DataSet] = {}


def register(*data_sets: DataSet) -> None:
    """Put data sets into the catalogue; called when the app starts."""
    _sets.update({one.code: one for one in data_sets})


def of(user: Any) -> list[DataSet]:
    """The data sets that this person may read, in the order of the catalogue."""
    return [one for one in _sets.values() if one.may_read(user)]


def find(user: Any, code: str) -> DataSet | None:
    """The data set with this code, if this person may read it."""
    found = _sets.get(code)
    return found if found is not None and found.may_read(user) else None


def named(code: str) -> DataSet | None:
    """The data set with this code, whoever asks: for what it is made of."""
    return _sets.get(code)
