"""Workflows as tables: from, action, to, who may, what must be filled. Buttons, API, docs and tests are made of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

Text = str | Promise
May = Callable[[Any, Any], bool]
Missing = Callable[[Any], Mapping[str, list[str]]]


@dataclass(frozen=True)
class State:
    """One state a thing can be in: its code, and how insiders and everybody else call it."""

    code: str
    label: Text
    public_label: Text
    colour: str = "grey"


@dataclass(frozen=True)
class Step:
    """One row of the table. `may(user, thing)` says who; `missing(thing)` lists what must be filled first."""

    action: str
    label: Text
    source: tuple[str, ...]
    target: str
    who: Text
    may: May
    missing: Missing | None = None
    needs_reason: bool = False
    hint: Text = ""
    button: str = "secondary"


@dataclass(frozen=True)
class Workflow:
    """A named table over one model's `state` column. `insider(user)`: who reads the internal labels, and who decided."""

    name: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    insider: Callable[[Any], bool] = lambda _user: True
    _by_action: dict[str, Step] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        known = {state.code for state in self.states}
        for step in self.steps:
            unknown = ({*step.source, step.target}) - known
            if unknown or step.action in self._by_action:
                raise ValueError(f"{self.name}: row {step.action} is wrong ({unknown or 'twice'})")
            self._by_action[step.action] = step

    def state(self, code: str) -> State:
        """The state with this code."""
        return next(state for state in self.states if state.code == code)

    def step(self, action: str) -> Step:
        """The row of this action."""
        return self._by_action[action]

    def available(self, thing: Any, user: Any) -> list[Step]:
        """What `user` may do to `thing` in its present state."""
        return [step for step in self.steps if thing.state in step.source and step.may(user, thing)]

    def allows(self, thing: Any, action: str, user: Any) -> bool:
        """Whether `user` may do `action` to `thing` now."""
        step = self._by_action[action]
        return thing.state in step.source and step.may(user, thing)

    def check(self, thing: Any, action: str, by: Any, reason: str = "") -> Step:
        """The row to apply, or the refusal: not yours (403), no longer possible (409), something missing (400)."""
        step = self._by_action[action]
        if by is not None and not step.may(by, thing):
            raise NotAllowed(
                _("You cannot do this: “%(label)s” is for %(who)s.") % {"label": step.label, "who": step.who}
            )
        if thing.state not in step.source:
            raise Conflict(self._overtaken(thing, by), {"state": thing.state})
        errors = dict(step.missing(thing)) if step.missing else {}
        if step.needs_reason and not reason.strip():
            errors["reason"] = [_("Give a reason. It is kept with the decision.")]
        errors |= audit.problems_of(reason)
        if errors:
            raise Invalid(errors)
        return step

    def move(
        self,
        thing: models.Model,
        action: str,
        *,
        by: Any,
        reason: str = "",
        changes: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Apply the row in the caller's transaction: check, compare-and-set the state with `changes`, audit.

        Of two people pressing at once one wins; the other is told who decided.
        """
        step = self.check(thing, action, by, reason)
        old = thing.state  # type: ignore[attr-defined]  # every workflow model has a state column
        values = {"state": step.target, **(changes or {})}
        won = type(thing)._default_manager.filter(pk=thing.pk, state=old).update(**values)
        if not won:
            thing.refresh_from_db(fields=["state"])
            raise Conflict(self._overtaken(thing, by), {"state": thing.state})  # type: ignore[attr-defined]  # as above
        for name, value in values.items():
            setattr(thing, name, value)
        audit.record(
            by=by,
            verb=f"{self.name}.{action}",
            target=thing,
            before={"state": old},
            after={"state": step.target, **(after or {})},
            reason=reason,
        )

    def _overtaken(self, thing: Any, by: Any) -> str:
        state = self.state(thing.state)
        inside = by is None or self.insider(by)
        if not inside and sum(other.public_label == state.public_label for other in self.states) > 1:
            return _("This is no longer possible: it is now “%(state)s”. Look at it again before you go on.") % {
                "state": state.public_label
            }
        moves = [f"{self.name}.{step.action}" for step in self.steps]
        last = audit.events_about(thing).filter(verb__in=moves).first()
        values = {
            "state": state.label if inside else state.public_label,
            "who": last.actor_label if last else _("somebody"),
        }
        return (
            _("This was already decided by %(who)s: it is now “%(state)s”. Look at it again before you go on.") % values
        )

    def table(self) -> Iterable[tuple[str, str, str, str]]:
        """The rows for people and docs: from, action, to, who."""
        for step in self.steps:
            sources = ", ".join(str(self.state(code).label) for code in step.source)
            yield sources, str(step.label), str(self.state(step.target).label), str(step.who)
