"""Reference and demo data: each app registers its loader when it starts; two commands run them in order.

    loading.register_reference(10, reference.load)   # in the app's AppConfig.ready
    loading.register_demo(10, demo.load)

A loader is called without arguments and must be safe to run twice. It may return a sentence about what it did, or
yield one as each part is done: the commands print them as progress.
"""

from collections.abc import Callable, Iterable, Iterator

Loader = Callable[[], Iterable[str] | str | None]

_reference: dict[tuple[int, str], Loader] = {}
_demo: dict[tuple[int, str], Loader] = {}


def register_reference(order: int, function: Loader) -> None:
    """Run `function` in `load_reference`, lower orders first; the same function registered again runs once."""
    _reference[order, _name(function)] = function


def register_demo(order: int, function: Loader) -> None:
    """Run `function` in `load_demo`, after all reference data, lower orders first."""
    _demo[order, _name(function)] = function


def load_reference() -> Iterator[str]:
    """Load what every portal needs, app by app; yields a line of progress each."""
    yield from _run(_reference)


def load_demo() -> Iterator[str]:
    """Load what a demonstration needs, app by app; yields a line of progress each."""
    yield from _run(_demo)


def _run(loaders: dict[tuple[int, str], Loader]) -> Iterator[str]:
    for (_order, name), function in sorted(loaders.items(), key=lambda item: item[0]):
        said = function()
        lines = [said] if isinstance(said, str) else said or ()
        app = name.rpartition(".")[0].removesuffix(".demo").removesuffix(".reference").removeprefix("vkpp.")
        for line in lines:
            yield f"{app}: {line}"


def _name(function: Loader) -> str:
    return f"{function.__module__}.{getattr(function, '__qualname__', repr(function))}"
