"""What the portal asks about before it keeps a case review: likely personal data, and reviews that look the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from reviews.cleaning import LABELS, TEXTS
from reviews.duplicates import Similar
from vkpp.core import personal_data
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.personal_data import Finding


class LooksPersonal(Invalid):
    """Texts hold what is likely personal data; saving again with the `fingerprint` of each keeps them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        errors: dict[str, list[str]] = {}
        for one in findings:
            words = _("“%(text)s” looks like %(kind)s. Take it out, or say that it may stay.")
            errors.setdefault(one.field, []).append(words % {"text": one.text, "kind": one.label})
        super().__init__(errors)


class LooksKnown(Conflict):
    """The portal may have the review already; `similar` are those that look like it."""

    def __init__(self, similar: Sequence[Similar]) -> None:
        self.similar = list(similar)
        current = {"similar": [one.review.reference for one in similar]}
        super().__init__(_("The portal may have this review already. Look at those that are alike first."), current)


def about_texts(values: Mapping[str, Any], kept: Iterable[str]) -> list[str]:
    """The fingerprints that are kept; LooksPersonal when somebody has not looked at all of them."""
    texts = {name: str(values[name]) for name in TEXTS if values.get(name)}
    published = values.get("published") or ""
    findings = [one for one in personal_data.find(texts) if one.text != published]
    known = set(kept)
    if asked := personal_data.undecided(findings, known):
        raise LooksPersonal(asked)
    return sorted({one.fingerprint for one in findings} & known)


def label_of(field: str) -> str:
    """A field in words."""
    return str(LABELS.get(field, field))
