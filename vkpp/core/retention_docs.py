"""The rules on what is kept for how long as people read them: rows for the page on privacy, lines for docs/retention.md."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypedDict

from vkpp.core import retention
from vkpp.core.derived_docs import table
from vkpp.core.retention import Text


class Line(TypedDict):
    """One thing that is kept: how long, and why."""

    what: Text
    how_long: str
    why: Text


def lines() -> list[Line]:
    """Everything that is kept, with and without an end, in the order in which people read it."""
    timed = [
        (rule.order, Line(what=rule.what, how_long=f"{retention.span(rule.keep)} {rule.since}", why=rule.why))
        for rule in retention.rules()
    ]
    stays = [(one.order, Line(what=one.what, how_long=_words(one.how_long), why=one.why)) for one in retention.kept()]
    return [line for _order, line in sorted([*timed, *stays], key=lambda pair: pair[0])]


def _words(how_long: Text | dt.timedelta) -> str:
    return retention.span(how_long) if isinstance(how_long, dt.timedelta) else str(how_long)


def page() -> Iterator[str]:
    """docs/retention.md."""
    yield "# What is kept for how long"
    yield ""
    yield "Made from the rules in the code by `make docs`. The page on privacy (`/privacy/`) shows the same to everybody."
    yield ""
    yield from table(["Rule", "What", "Kept", "Why"], _rows())
    yield "## Without an end, or with one of its own"
    yield ""
    yield from table(["What", "Kept", "Why"], ((one.what, _words(one.how_long), one.why) for one in retention.kept()))
    yield from HOW


def _rows() -> Iterable[tuple[object, ...]]:
    for rule in retention.rules():
        yield f"`{rule.code}`", rule.what, f"{retention.span(rule.keep)} {rule.since}", rule.why


HOW = """## How the rules are applied

Beat applies them each night at 03:20, some rows at a time. Each run is an event in the audit trail with the numbers, and
a rule that stops with an error does not keep the others. By hand, first without changing anything:

```
manage.py apply_retention --dry-run
manage.py apply_retention --only messages
```

The table says for each rule how many rows are due and since when the oldest; exit code 1 when a rule stopped with an
error. Backups taken before still have what was removed, until they are removed in their turn.

## A person

`manage.py person_data EMAIL > FILE` writes what is held about somebody as JSON: the account, what is theirs alone or
about them, where else they are named and when, and their part of the audit trail. Everybody fetches their own under Your
account. What somebody wrote for their force is not in it: they read it in the portal, as long as they may.

`manage.py anonymise_person EMAIL --by EMAIL --reason WORDS` takes name and address out of a closed account, and out of
every text that has them; `--dry-run` counts first. Administrators do it on the person's page too. It cannot be undone.
What the person wrote for their force stays, by “Somebody who left”. What a signature or a checksum fixes stays as it
was, and the command says where: [ADR 29](adr/0029-retention-and-leaving.md) says why.
""".splitlines()
