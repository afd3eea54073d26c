"""The bank as an Atom feed: what a search finds of the examples that everybody may read, the newest first."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practice import facets, listing, search
from practice.filters import Wanted

MOST = 50


def atom(wanted: Wanted) -> bytes:
    """The feed of a search. Readers of feeds do not sign in, so it has what the public sees, whoever asks."""
    anybody = AnonymousUser()
    found = search.find(anybody, wanted.changed(sort="newest"), size=MOST, count=False)
    query = wanted.changed(sort="").query()
    feed = Atom1Feed(
        title=" – ".join(
            [f"{_('Practice bank')} {listing.about(wanted, facets.labels())}".strip(), settings.SITE_NAME]
        ),
        link=_address("practice:bank", query),
        feed_url=_address("practice:feed", query),
        description=_("What forces are doing about vulnerability and serious violence."),
        language=get_language(),
    )
    return written(feed, search.rows(anybody, found))


def written(feed: Atom1Feed, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The feed with an entry for each example, of the columns in `practice.search.SHOWN`."""
    for row in rows:
        link = settings.SITE_URL + reverse("practice:entry", args=[row["reference"]])
        feed.add_item(
            title=row["title"],
            link=link,
            unique_id=link,
            description=row["summary"],
            author_name=row["lead_organisation"] or row["force_name"],
            pubdate=row["first_published_at"],
            updateddate=row["published_at"],
        )
    return bytes(feed.writeString("utf-8").encode())


def _address(name: str, query: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}{'?' if query else ''}{query}"
