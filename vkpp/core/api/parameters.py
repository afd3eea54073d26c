"""Parameters of an address: none unknown, none twice without meaning, none that cannot be stored; `fields=` among them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vkpp.core.api.errors import BadParameter
from vkpp.core.api.parsers import writable, writable_part

LONGEST = 2000


def check(query: QueryDict, known: Collection[str], repeatable: Collection[str] = ()) -> None:
    """Refuse what this address does not know, naming it: a misspelt filter must not silently return everything."""
    for name, values in query.lists():
        if name not in known:
            raise BadParameter(writable_part(name), _unknown(name, known))
        if len(values) > 1 and name not in repeatable:
            raise BadParameter(name, _("Give “%(name)s” only once.") % {"name": name})
        for value in values:
            if not writable(value):
                raise BadParameter(name, _("Take out the characters that no text has, such as NUL."))
            if len(value) > LONGEST:
                raise BadParameter(name, _("This is too long: at most %(limit)d characters.") % {"limit": LONGEST})


def _unknown(name: str, known: Collection[str]) -> str:
    words = {"name": writable_part(name)[:80], "known": ", ".join(sorted(known))}
    if not known:
        return _("There is no parameter “%(name)s” here: this address takes none.") % words
    return _("There is no parameter “%(name)s” here. Use: %(known)s.") % words


def chosen_fields(query: Mapping[str, Any], known: Sequence[str]) -> list[str] | None:
    """The fields asked for by `fields=a,b`, in the order in which the endpoint has them; None for all."""
    asked = str(query.get("fields", ""))
    if not asked:
        return None
    names = {name.strip() for name in asked.split(",") if name.strip()}
    unknown = sorted(names - set(known))
    if unknown or not names:
        words = {"unknown": ", ".join(unknown) or asked, "known": ", ".join(known)}
        raise BadParameter("fields", _("There is no field “%(unknown)s” here. Use: %(known)s.") % words)
    return [name for name in known if name in names]


def narrow(row: Mapping[str, Any], fields: Sequence[str] | None) -> dict[str, Any]:
    """The row with only these fields."""
    return dict(row) if fields is None else {name: row[name] for name in fields}
