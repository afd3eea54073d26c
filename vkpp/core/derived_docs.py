"""Pages of docs/ that are made from code: each app registers its part, one command writes them, a test compares."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.utils import translation

from vkpp.core.workflow import Workflow

Part = Callable[[], Iterable[str]]

_parts: dict[str, list[tuple[int, Part]]] = defaultdict(list)


def register(name: str, part: Part, order: int = 100) -> None:
    """Add the lines of `part` (Markdown) to docs/`name`; called from an app's `ready`."""
    if part not in [known for _order, known in _parts[name]]:
        _parts[name].append((order, part))


def pages() -> Iterator[tuple[str, str]]:
    """Name and text of each derived page, in the language of the docs."""
    with translation.override(settings.LANGUAGE_CODE):
        for name, parts in sorted(_parts.items()):
            lines = [line for _order, part in sorted(parts, key=lambda item: item[0]) for line in part()]
            yield name, "\n".join(lines).strip() + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _name in names)} |"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"
    yield ""


def workflow_tables(parts: Iterable[tuple[str, Workflow]]) -> Iterator[str]:
    """For each titled workflow its states, and every row of what may happen."""
    for title, workflow in parts:
        yield f"## {title}"
        yield ""
        yield from table(["State", "Shown as"], ((f"`{state.code}`", state.label) for state in workflow.states))
        yield from table(["From", "Action", "To", "Who may"], workflow.table())
