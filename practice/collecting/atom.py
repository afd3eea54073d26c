"""A public collection as an Atom feed: the examples in it that everybody may read."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from practice.collecting import reading
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
    for row in reading.rows(found, anybody):
        link = settings.SITE_URL + reverse("practice:entry", args=[row["reference"]])
        made.add_item(
            title=row["title"],
            link=link,
            unique_id=link,
            description=row["summary"],
            author_name=row["lead_organisation"] or row["force_name"],
            pubdate=row["first_published_at"],
            updateddate=row["published_at"],
        )
    return made.writeString("utf-8").encode()
