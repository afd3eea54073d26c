"""Finds every form that somebody may send, by opening every page of the table as somebody who gets in."""

import os
import zlib
from dataclasses import dataclass

from django.core.cache import cache
from lxml import html

from tests.security.attacker.harvest import SIGN_IN, Found, forms_of
from tests.security.hostile import strings
from tests.security.rows import ROWS
from tests.security.table import OPEN

WHOLE = os.environ.get("HOSTILE", "") == "all"
"""`HOSTILE=all`: every text through every field (`make attack`, an hour); else of each kind one, others for each form."""
PREFERRED = ("owner", "nvap_lead@A", "vkpp_admin", "vkpp_staff", "contributor@A")


@dataclass(frozen=True)
class Spot:
    """A form on a page, and who sends it."""

    page: str
    actor: str
    form: Found

    def __str__(self):
        return f"{self.form.route} {' '.join(self.form.typed)[:60]} as {self.actor}"


def insider(row):
    """Somebody who gets in, rather one who has things of their own."""
    allowed = [actor for actor in PREFERRED if row.expected(actor) == OPEN]
    return allowed[0] if allowed else next((actor for actor in row_actors(row) if row.expected(actor) == OPEN), None)


def row_actors(row):
    """Everybody, those who are signed in first."""
    from tests.security.world import ACTORS

    return [actor for actor in ACTORS if actor != "anonymous"] + ["anonymous"]


def spots(world):
    """Each form with fields to type into, once: by where it goes, how, and what its fields are called."""
    found = {}
    for row in ROWS:
        actor = insider(row) if row.method == "get" and not row.is_api else None
        if actor is None:
            continue
        cache.clear()
        answer = world.ask(actor, "get", row.url(world))
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page and answer.body.strip():
            for form in forms_of(row.url(world), html.fromstring(answer.body)):
                if form.typed and form.route and not form.route.startswith(SIGN_IN):
                    found.setdefault((form.route, form.method, form.typed), Spot(row.url(world), actor, form))
    return list(found.values())


def texts_for(name, *, surrogates=False):
    """The texts that are tried on something of this name."""
    without = () if surrogates else (strings.HALF,)
    if WHOLE:
        return [text for text in strings.ALL if text.kind not in without]
    return strings.some(zlib.crc32(name.encode()), without=without)


def batches(texts, names):
    """Field name → text, for one request after the other, until each text was in one of them."""
    for start in range(0, len(texts), len(names)):
        yield dict(zip(names, texts[start : start + len(names)], strict=False))
