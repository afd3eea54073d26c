"""Places on a page that apps to the right may fill, so that no app has to import rightwards."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Context = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """One filling: a template, the function that makes its context (None: nothing to show), and its place in the row."""

    template: str
    context: Context
    order: int = 100


_panels: dict[str, list[Panel]] = defaultdict(list)


def register(place: str, panel: Panel) -> None:
    """Fill `place` (for example `home`) with `panel`; called from an app's `ready`."""
    _panels[place].append(panel)
    _panels[place].sort(key=lambda item: item.order)


def filled(place: str, request: HttpRequest, thing: Any = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Template and context of each panel of `place` that has something to show to this person."""
    for panel in _panels[place]:
        context = panel.context(request, thing)
        if context is not None:
            yield panel.template, context
