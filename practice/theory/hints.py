"""How complete a theory of change is: one check, one sentence that says what to do next, and the share that is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practice.theory.shape import Theory
from practice.theory.vocab import CHAIN, Kind

Text = str | Promise


@dataclass(frozen=True)
class Hint:
    """One thing to do, about one box (its key) or the whole (no key)."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Completeness:
    """What is still to do, and how many of the checks are met."""

    hints: list[Hint]
    met: int
    checks: int

    @property
    def percent(self) -> int:
        """The share of checks that are met, a whole number."""
        return 100 * self.met // self.checks

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.met == self.checks


EMPTY: dict[str, Text] = {
    Kind.INPUT: _("Say what goes in: people, money, training, a partner's time."),
    Kind.ACTIVITY: _("Say what is done."),
    Kind.OUTPUT: _("Say what comes out that can be counted."),
    Kind.OUTCOME: _("Say what changes for people."),
    Kind.IMPACT: _("Say what gets better in the long run."),
    Kind.ASSUMPTION: _("Name at least one assumption: what must be true for this to work?"),
}
LEADS_NOWHERE: dict[str, Text] = {
    Kind.INPUT: _("The input “%(text)s” is used for nothing. Say which activity needs it, or remove it."),
    Kind.ACTIVITY: _("The activity “%(text)s” has no output. Say what comes out of it."),
    Kind.OUTPUT: _("The output “%(text)s” leads to no outcome. Say what it changes."),
    Kind.OUTCOME: _("The outcome “%(text)s” leads to no impact. Say what it helps in the long run."),
}
NOBODY_LEADS: dict[str, Text] = {
    Kind.ACTIVITY: _("The activity “%(text)s” has no input. Say what is needed for it."),
    Kind.OUTPUT: _("No activity leads to the output “%(text)s”. Say what it comes from."),
    Kind.OUTCOME: _("Nothing leads to the outcome “%(text)s”. Say which output brings it about."),
    Kind.IMPACT: _("Nothing leads to the impact “%(text)s”. Say which outcome brings it about."),
}
Check = Callable[[Theory], list[Hint]]
UNTOLD = [Hint("")]


def completeness(theory: Theory) -> Completeness:
    """Every check on a theory; a column without boxes fails all of its checks and is told of once."""
    found = [check(theory) for check in _checks()]
    hints = [hint for hints in found for hint in hints if hint.text]
    return Completeness(hints, sum(not hints for hints in found), len(found))


def _checks() -> Iterator[Check]:
    for kind in Kind:
        yield partial(_empty, kind)
    for kind in CHAIN:
        if kind in LEADS_NOWHERE:
            yield partial(_leading_nowhere, kind)
        if kind in NOBODY_LEADS:
            yield partial(_led_to_by_nobody, kind)


def _empty(kind: Kind, theory: Theory) -> list[Hint]:
    return [] if theory.column(kind) else [Hint(str(EMPTY[kind]))]


def _leading_nowhere(kind: Kind, theory: Theory) -> list[Hint]:
    boxes = theory.column(kind)
    words = str(LEADS_NOWHERE[kind])
    return [Hint(words % {"text": box.text}, box.key) for box in boxes if not box.leads_to] if boxes else UNTOLD


def _led_to_by_nobody(kind: Kind, theory: Theory) -> list[Hint]:
    boxes = theory.column(kind)
    reached = {target for _source, target in theory.links}
    words = str(NOBODY_LEADS[kind])
    return [Hint(words % {"text": box.text}, box.key) for box in boxes if box.key not in reached] if boxes else UNTOLD
