"""A public collection as an Atom feed: the examples in it that everybody may read."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from practice.collecting import reading
from practice.feed import written
from practice.models import PracticeCollection


def feed(slug: str) -> bytes | None:
    """The feed of a collection; None when not everybody may read it. Readers of feeds do not sign in."""
    anybody = AnonymousUser()
    found = PracticeCollection.objects.visible_to(anybody).filter(slug=slug).first()
    if found is None:
        return None
    made = Atom1Feed(
        title=f"{found.title} – {settings.SITE_NAME}",
        link=settings.SITE_URL + reverse("practice:collection", args=[slug]),
        feed_url=settings.SITE_URL + reverse("practice:collection-feed", args=[slug]),
        description=found.intro,
        language=get_language(),
    )
    return written(made, reading.rows(found, anybody))
