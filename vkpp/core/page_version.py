"""Which version of its answers a page shows, so that a whole form takes back nobody's change (docs/design.md, Autosave).

A save by script tells the version of what was saved, but the rest of the page may still show what others have changed
since: then the version of the page stays, and each answer that it saved itself has a later one. In the form all this is
the hidden field `version`: `5`, or `5 aim:7 title:8`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vkpp.core.exceptions import Invalid

LONGEST = 20_000
DIGITS = 8


@dataclass
class PageVersion:
    """The version that a page shows, and later ones of single answers (of what could not be saved: earlier ones).

    `revisions`, here: those of the thing, each with its `version` and `changes` (answer → [before, after]).
    """

    version: int
    answers: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([str(self.version), *(f"{name}:{version}" for name, version in sorted(self.answers.items()))])

    def of(self, name: str) -> int:
        """The version of one answer that the page shows."""
        return self.answers.get(name, self.version)

    @property
    def oldest(self) -> int:
        """Every revision after this one may have something that the page does not show."""
        return min([self.version, *self.answers.values()])

    @property
    def newest(self) -> int:
        """The latest version that the page speaks of."""
        return max([self.version, *self.answers.values()])

    def missing(self, version: int, changes: Collection[str]) -> set[str]:
        """The answers changed by the revision `version` of which the page still shows what was before."""
        return {name for name in changes if version > self.of(name)}

    def shown(self, revisions: Any) -> dict[str, Any]:
        """What the page shows of the answers that were changed since."""
        later = revisions.filter(version__gt=self.oldest).order_by("version")
        found: dict[str, Any] = {}
        for version, changes in later.values_list("version", "changes"):
            for name in self.missing(version, changes):
                found.setdefault(name, changes[name][0])
        return found

    def last(self, revisions: Any, names: Collection[str]) -> Any:
        """The newest revision with a change of one of `names` that the page does not show, or None."""
        later = revisions.filter(version__gt=self.oldest).select_related("by").order_by("-version")
        return next((row for row in later if self.missing(row.version, row.changes) & set(names)), None)

    def saved(self, names: Iterable[str], version: int, *, alone: bool) -> None:
        """Of `names` the page now shows `version`; of everything, when nobody else has changed anything since."""
        if alone:
            self.version, self.answers = version, {}
        else:
            self.answers |= dict.fromkeys(names, version)


def read(text: str) -> PageVersion | None:
    """The hidden field as it came back; None when it says nothing sensible."""
    if len(text) > LONGEST:
        return None
    first, *rest = text.split(" ")
    pairs = [part.rpartition(":") for part in rest]
    numbers = [first, *(number for _name, _colon, number in pairs)]
    if not all(number.isascii() and number.isdigit() and len(number) <= DIGITS for number in numbers):
        return None
    return PageVersion(int(first), {name: int(number) for name, _colon, number in pairs})


def of(version: PageVersion | int | None) -> PageVersion | None:
    """A version as who calls an action has it: of a page, one number for everything, or none."""
    return PageVersion(version) if isinstance(version, int) else version


def shown(page: PageVersion | None, thing: Any, unknown: str) -> dict[str, Any]:
    """What the page shows of the answers of `thing` that were changed since; `unknown` is said of a version to come."""
    if page is None or page.oldest == page.newest == thing.version:
        return {}
    if page.newest > thing.version:
        raise Invalid({"version": [unknown % {"version": page.newest}]})
    return page.shown(thing.revisions)


@dataclass(frozen=True)
class Merged:
    """`own`: what this person changed; `left`: what the page shows as it was, so theirs stays; `contested`: their value
    of what both changed.
    """

    own: dict[str, Any]
    left: set[str]
    contested: dict[str, Any]


def _equal(_name: str, one: Any, other: Any) -> bool:
    return bool(one == other)


def merge(
    changed: Mapping[str, Any],
    now: Mapping[str, Any],
    shown: Mapping[str, Any],
    same: Callable[[str, Any, Any], bool] = _equal,
) -> Merged:
    """Divide what differs from `now` by what the page had `shown` of the answers that others changed since."""
    left = {name for name, value in changed.items() if name in shown and same(name, shown[name], value)}
    own = {name: value for name, value in changed.items() if name not in left}
    contested = {name: now.get(name) for name in own if name in shown and not same(name, shown[name], now.get(name))}
    return Merged(own, left, contested)
