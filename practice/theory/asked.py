"""The answers of a theory of change as questions of a form, with the words that the boxes have now."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from practice.fields import Choices, Field
from practice.theory import vocab
from practice.theory.shape import Theory
from practice.theory.vocab import ALL_KEYS, ARROW, LONGEST, ONE, RANK


def questions(theory: Theory) -> list[Field]:
    """Every answer that a page of the theory can send; `theory` gives the words for keys."""
    words = words_for(theory)
    asked = [Field(name, vocab.label(name), "text", limit=LONGEST) for name in vocab.TEXTS]
    for name, key in vocab.LEADS.items():
        asked.append(Field(name, vocab.label(name), "some", choices=_choices(words, vocab.later(key))))
    links = [f"{source}{ARROW}{target}" for source in RANK for target in vocab.later(source)]
    about, order = _choices(words, (*RANK, *links)), _choices(words, ALL_KEYS)
    return [
        *asked,
        *(Field(name, vocab.label(name), "one", choices=about) for name in vocab.ABOUTS),
        *(Field(name, vocab.label(name), "some", choices=order) for name in vocab.ORDERS),
    ]


def words_for(theory: Theory) -> Callable[[str], str]:
    """Words for a key or an arrow: the box's text, or where it would be while it is empty."""
    texts = theory.texts

    def of(code: str) -> str:
        source, arrow, target = code.partition(ARROW)
        if arrow:
            return _("%(source)s → %(target)s") % {"source": of(source), "target": of(target)}
        if code in texts:
            return texts[code]
        number = code.rpartition("-")[2]
        return _("%(one)s %(number)s (empty)") % {"one": ONE[vocab.kind_of(code)], "number": number}

    return of


def _choices(words: Callable[[str], str], codes: tuple[str, ...]) -> Callable[[], Choices]:
    return lambda: [(code, words(code)) for code in codes]
