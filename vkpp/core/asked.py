"""What somebody asks of a list (tab, filters, order), read from its address and written back to one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar, Self
from urllib.parse import urlencode

Words = Mapping[str, Collection[str]]
LONGEST = 200
PLACES = ("tab", "sort", "round")
"""What says which list is looked at, and how; it narrows nothing."""


@dataclass(frozen=True)
class AskedOfList:
    """One field for each word of the address; its default is what is asked where the address says nothing.

    `words` has what a field may hold; anything else is passed over.
    """

    words: ClassVar[Words] = {}

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """Read an address."""
        said = {
            one.name: " ".join(data.get(one.name, "").replace("\x00", " ").split())[:LONGEST] for one in fields(cls)
        }
        return cls(**{name: word for name, word in said.items() if word and word in cls.words.get(name, (word,))})

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(getattr(self, one.name) != one.default for one in fields(self) if one.name not in PLACES)

    def query(self, **changes: str) -> str:
        """As a query string, from the first page."""
        asked = replace(self, **changes)
        pairs = [(one.name, getattr(asked, one.name), one.default) for one in fields(asked)]
        return urlencode([(name, value) for name, value, default in pairs if value != default])
