"""What a reader types, as words to look for: quoted phrases, words to leave out, and words that mean the same."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from practice.models import Synonym
from vkpp.core import remembered

TOKEN = re.compile(r'(-?)"([^"]*)"?|(\S+)')
EDGES = re.compile(r"^[^\w]+|[^\w]+$")
MOST = 24
MARK = "="
Alternative = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One thing to look for: any of the alternatives, each a few phrases that an example must all have.

    The first alternative is what was typed; the others mean the same. What has one of those is marked in the index with
    the `rows` of synonyms that they come from, so that no phrase need be searched for. `single` is the word as typed
    when it is one plain word, which may be misspelt; otherwise empty.
    """

    typed: str
    alternatives: tuple[Alternative, ...]
    rows: tuple[int, ...] = ()
    single: str = ""

    def phrases(self) -> set[str]:
        """What to ask the index for: the phrases typed, and the marks of synonyms."""
        return {*self.alternatives[0], *self.marks()}

    def marks(self) -> set[str]:
        """The marks in the index of everything that means the same."""
        return {f"{MARK}{row}" for row in self.rows}


@dataclass(frozen=True)
class Question:
    """All that must be there (with `any_of` one of it is enough), and all that must not."""

    groups: tuple[Group, ...]
    left_out: tuple[str, ...] = ()
    any_of: bool = False

    def phrases(self) -> set[str]:
        """Every phrase in it."""
        return {*self.left_out, *(phrase for group in self.groups for phrase in group.phrases())}

    def with_words(self, better: dict[str, str]) -> str:
        """The question as text, with some single words replaced."""
        words = [better.get(group.single, group.typed) if group.single else group.typed for group in self.groups]
        return " ".join([*words, *(f'-"{phrase}"' if " " in phrase else f"-{phrase}" for phrase in self.left_out)])

    def loosened(self) -> Iterator["Question"]:
        """Questions that find more, one after the other: quoted phrases as words, then some of the words only."""
        plain = tuple(Group(word, ((word,),)) for group in self.groups for word in group.typed.strip('"').split())
        if any(group.typed.startswith('"') and " " in group.typed for group in self.groups):
            yield replace(self, groups=plain)
        if len(plain) > 1:
            yield replace(self, groups=tuple(dict.fromkeys((*self.groups, *plain))), any_of=True)


class Same(NamedTuple):
    """All words that mean the same, and the rows they stand in."""

    words: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@remembered.for_seconds(20)
def synonyms() -> dict[Alternative, Same]:
    """Words of a synonym, split → all words that mean the same. A word in two rows has the words of both."""
    found: dict[Alternative, Same] = {}
    for row, words in Synonym.objects.order_by("order", "pk").values_list("pk", "words"):
        for word in words:
            key = tuple(word.casefold().split())
            same = found.get(key, Same())
            found[key] = Same(tuple(dict.fromkeys((*same.words, *words))), (*same.rows, row))
    return found


def read(text: str, known: Mapping[Alternative, Same] | None = None) -> Question:
    """The question in `text`: "quoted phrase", -left -"out this", other words; at most MOST words.

    `known` are the synonyms, if the caller has them already.
    """
    typed: list[tuple[str, bool]] = []
    left_out: list[str] = []
    for minus, quoted, plain in TOKEN.findall(_straight(text)):
        leaves = minus == "-" or (plain.startswith("-") and len(plain) > 1)
        words = EDGES.sub("", " ".join(quoted.split()) if quoted or not plain else plain)
        if not re.search(r"\w", words):
            continue
        if leaves:
            left_out.append(words)
        else:
            typed.append((words, not plain))
    same = synonyms() if known is None else known
    return Question(tuple(_grouped(typed[:MOST], same)), tuple(left_out[:MOST]))


def _straight(text: str) -> str:
    return text.replace("“", '"').replace("”", '"').replace("„", '"')


def _grouped(typed: Sequence[tuple[str, bool]], known: Mapping[Alternative, Same]) -> Iterable[Group]:
    """Words one after the other; the longest run that has synonyms is one group with them."""
    longest = max((len(key) for key in known), default=1)
    place = 0
    while place < len(typed):
        words, quoted = typed[place]
        if quoted:
            yield Group(f'"{words}"', ((words,),))
            place += 1
            continue
        run = _run(typed[place:], longest, known)
        plain = tuple(word for word, _quoted in typed[place : place + run])
        same = known.get(tuple(word.casefold() for word in plain), Same())
        others = tuple((word,) for word in same.words if word != " ".join(plain).casefold())
        yield Group(" ".join(plain), (plain, *others), same.rows, plain[0] if run == 1 and not same.rows else "")
        place += run


def _run(typed: Sequence[tuple[str, bool]], longest: int, known: Mapping[Alternative, Same]) -> int:
    """How many of the first words have synonyms together; 1 when none have."""
    for length in range(min(longest, len(typed)), 1, -1):
        some = typed[:length]
        if not any(quoted for _word, quoted in some) and tuple(word.casefold() for word, _quoted in some) in known:
            return length
    return 1
