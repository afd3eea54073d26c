"""Sentences without a translation, found missing at once.

gettext asks one catalogue after the other for each sentence. Behind the portal's stand those in English that the packages
bring, with nothing in them: a page with hundreds of sentences spends more time there than on some of its queries.
"""

from typing import Any

from django.utils.translation import trans_real


def drop_empty_catalogues(language: str) -> None:
    """Take out the catalogues of the language that hold no sentence at all."""
    link: Any = trans_real.translation(language)
    while (behind := link._fallback) is not None:
        if _empty(behind):
            link._fallback = behind._fallback
        else:
            link = behind


def _empty(catalogue: Any) -> bool:
    """Whether it has nothing but its heading (under the empty text), which says who made it."""
    return not any(getattr(catalogue, "_catalog", {}))
