"""Who reads benchmarking figures, and who finds anything under Insight."""

from collections.abc import Callable

from django.http import HttpRequest

from analytics import figures

_openings: list[Callable[[HttpRequest], bool]] = []


def may_read(request: HttpRequest) -> bool:
    """Whether the person finds anything under Insight: benchmarking figures, or what an area has opened to them."""
    if not request.user.is_authenticated:
        return False
    return figures.audience_of(request.user) is not None or any(opens(request) for opens in _openings)


def also(opens: Callable[[HttpRequest], bool]) -> None:
    """Show the entry Insight to more people: those whom `opens` says yes to. Called when an app starts; asks cheaply."""
    if opens not in _openings:
        _openings.append(opens)
