"""Mails about an example: what happened and a link, never its text."""

from typing import Any

from django.urls import reverse

from practice.models import Practice
from practice.people import belongs
from vkpp.accounts.models import User
from vkpp.core.notify import notify


def tell(person: User, practice: Practice, kind: str, *, by: Any, link: str = "", **context: Any) -> None:
    """Owe one person the mail `kind` about the example."""
    notify(
        to=person,
        kind=kind,
        context={"practice": practice, "by": by, **context},
        link=link or reverse("practice:example", args=[practice.reference]),
        about=practice,
    )


def tell_authors(practice: Practice, kind: str, *, by: Any, **context: Any) -> None:
    """Owe the mail to the owner and every co-author who still belongs to the force."""
    for author in authors(practice):
        tell(author, practice, kind, by=by, **context)


def authors(practice: Practice) -> list[User]:
    """The owner and the co-authors who may still see the example."""
    co_authors = User.objects.filter(co_authorships__practice=practice).order_by("pk")
    everybody = [*([practice.owner] if practice.owner is not None else []), *co_authors]
    return [person for person in everybody if person.is_active and belongs(person, practice)]
