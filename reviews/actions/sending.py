"""Sending a case review in, whoever found it: a person on the form, a program, or the file of a register."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.telling import tell
from reviews import asking, cleaning, duplicates, people, references
from reviews.case_links import case_page
from reviews.models import CaseReview
from vkpp.core import audit, mail_topics
from vkpp.core.exceptions import Invalid
from vkpp.core.held import insist
from vkpp.core.mail_topics import Topic
from vkpp.core.models import Marking
from vkpp.core.once import one_at_a_time, other_content
from vkpp.core.references import take

REQUEST = "api:"
"""How the keys of requests of programs begin, beside those of rows in files."""

mail_topics.register(
    Topic(
        "reviews_sent",
        gettext_lazy("Case reviews I sent in"),
        gettext_lazy("A review you sent in has arrived, is included, or is not."),
        ("reviews_case_sent", "reviews_case_included", "reviews_case_excluded"),
        60,
    )
)


@transaction.atomic
def send(
    *,
    values: Mapping[str, Any],
    by: Any,
    kept: Iterable[str] = (),
    although_similar: bool = False,
    key: str | None = None,
) -> CaseReview:
    """A new case review, waiting to be screened. `values` by the names of `cleaning.LABELS`; `key` marks an import.

    Asks first (`asking`): about likely personal data whose fingerprints are not among `kept`, and about reviews that
    look the same, unless `although_similar` says that somebody looked.
    """
    insist(by is None or people.may_send(by), _("Sign in to send a review in."))
    cleaned = cleaning.clean(dict.fromkeys(cleaning.NEEDED, "") | dict(values))
    fingerprints = asking.about_texts(cleaned, kept)
    if not although_similar and (alike := duplicates.similar(cleaned, by)):
        raise asking.LooksKnown(alike)
    review = CaseReview.objects.create(
        reference=take(references.CASE), import_key=key, sent_by=by, personal_data_kept=fingerprints, **cleaned
    )
    after = {"type": review.type.code, "published": review.published, "marking": review.marking, "kept": fingerprints}
    audit.record(by=by, verb="case_review.send", target=review, after=after)
    if by is not None:
        tell([by], "reviews_case_sent", about=review, link=case_page(review), by=None)
    return review


@transaction.atomic
def send_once(*, key: str, body_hash: str, by: Any, **said: Any) -> tuple[CaseReview, bool]:
    """Send one in, and say whether it is new: a program that repeats a request with its `key` gets the same review."""
    if not key:
        return send(by=by, **said), True
    one_at_a_time(by)
    mine = f"{REQUEST}{by.pk}:{hashlib.sha256(key.encode()).hexdigest()[:40]}:"
    known = CaseReview.objects.filter(import_key__startswith=mine).first()
    if known is None:
        return send(by=by, key=f"{mine}{body_hash[:40]}", **said), True
    if known.import_key != f"{mine}{body_hash[:40]}":
        raise other_content(known)
    return known, False


@transaction.atomic
def look(*, review: CaseReview, by: Any, what: str = "") -> None:
    """Log that somebody opened an OFFICIAL-SENSITIVE review, or a part of it."""
    if review.marking == Marking.OFFICIAL_SENSITIVE:
        audit.record(by=by, verb="case_review.look", target=review, after={"marking": review.marking, "what": what})


def check_key(key: str) -> None:
    """The key of a row in a file must fit."""
    if not key or len(key) > 120:
        raise Invalid({"key": [_("it needs a key of at most 120 characters.")]})
