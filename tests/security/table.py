"""How a row of the route × role table is written, and how it is tried."""

import json
from dataclasses import dataclass, field

from django.core import signing
from django.urls import reverse

from tests.security.world import ACTORS, AUTHORS, FORCE_ROLES, IN_A, IN_B, NATIONAL_ROLES

READERS = [*AUTHORS, "nvap_lead@A", "chief_officer@A", "force_analyst@A"]
WRITERS = [*AUTHORS, *(f"{role}@{force}" for force in "AB" for role in ("contributor", "nvap_lead"))]
STAFF = ["vkpp_staff", "vkpp_admin", "interested"]
GROUPS = {
    "everybody": ACTORS,
    "signed-in": [actor for actor in ACTORS if actor != "anonymous"],
    "force-A": IN_A,
    "force-B": IN_B,
    "forces": [*IN_A, *IN_B],
    "leads": ["nvap_lead@A", "nvap_lead@B"],
    "chiefs": ["chief_officer@A", "chief_officer@B"],
    "national": NATIONAL_ROLES,
    "readers": READERS,  # who may read the owner's working copies
    "writers": WRITERS,  # who may start examples of their own
    "staff": STAFF,
    "raters": [*STAFF, "evidence_reviewer"],
    "police": [*IN_A, *IN_B, *STAFF, "evidence_reviewer"],
    "government": [*STAFF, "evidence_reviewer", "national_analyst"],
}
SIGN_IN, HIDDEN, FORBIDDEN, OPEN = "sign-in", "hidden", "forbidden", "open"
KEPT_FOR_BULK = "practice.bulk"


@dataclass(frozen=True)
class Row:
    """One route and method: who gets in, who is told no (403); for all others it does not exist (404).

    `things` names the route's arguments among the world's things (or gives them, after an equals sign). Anonymous people
    are sent to sign in unless listed. `data` is a body that the route would refuse or accept, `@name` in it a thing:
    getting in means any answer but 403, 404 and 5xx.
    """

    route: str
    allowed: str
    forbidden: str = ""
    method: str = "get"
    things: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    anonymous: str = SIGN_IN
    query: str = ""
    headers: dict = field(default_factory=dict)

    def __str__(self):
        return " ".join([self.method, self.route, *self.things.values(), self.query]).strip()

    @property
    def is_api(self):
        """Whether bodies are JSON."""
        return self.route.startswith("api:")

    def expected(self, actor):
        """What `actor` meets here."""
        if actor in members(self.allowed):
            return OPEN
        if actor == "anonymous":
            return self.anonymous
        return FORBIDDEN if actor in members(self.forbidden) else HIDDEN

    def url(self, world):
        """Its address for the things of this world."""
        kwargs = {name: thing_of(world, thing) for name, thing in self.things.items()}
        return reverse(self.route, kwargs=kwargs) + self.query

    def body(self, world):
        """What is sent, with the things in it."""
        return {name: fill(world, value) for name, value in self.data.items()}

    def ask(self, world, actor, *, data=..., browser=None, url="", **more):
        """The answer that `actor` gets, here or at another `url`; the world is afterwards as it was before."""
        data = self.body(world) if data is ... else data
        if self.is_api and self.method != "get" and not isinstance(data, str | bytes) and "file" not in data:
            data, more = json.dumps(data), {"content_type": "application/json", **more}
        if self.method == "get":
            data = None
        headers = {**self.headers, **more.pop("headers", {})}
        return world.ask(
            actor, self.method, url or self.url(world), data=data, browser=browser, headers=headers, **more
        )


def thing_of(world, name):
    """A thing of the world by its name, or what stands after an equals sign."""
    return name[1:] if str(name).startswith("=") else world.things[name]


def fill(world, value):
    """A value of a body: `@name` is a thing, a callable is made from the things."""
    if callable(value):
        return value(world.things)
    if isinstance(value, list):
        return [fill(world, item) for item in value]
    return world.things[value[1:]] if isinstance(value, str) and value.startswith("@") else value


def signed_for_bulk(values):
    """What the pages of bulk actions hand on, signed as they do."""
    return lambda things: signing.dumps(values(things), salt=KEPT_FOR_BULK, compress=True)


def members(words):
    """The actors that `words` name: groups and actors, those after a minus left out."""
    found = set()
    for word in words.split():
        taken = word.removeprefix("-")
        group = set(GROUPS.get(taken, [taken]))
        assert group <= set(ACTORS), f"The table speaks of {taken}, which is no actor."
        found = found - group if word.startswith("-") else found | group
    return found


def met(response):
    """What an answer means to the person."""
    assert response.status_code < 500, f"{response.status_code}"
    if response.status_code in {301, 302} and response.headers["Location"].startswith("/account/login/"):
        return SIGN_IN
    if response.status_code == 401:
        return SIGN_IN
    if response.status_code == 409 and not response.wsgi_request.user.is_authenticated:
        return SIGN_IN  # the page gives back what was typed, and leads to sign-in
    return {403: FORBIDDEN, 404: HIDDEN}.get(response.status_code, OPEN)


__all__ = [
    "ACTORS",
    "FORBIDDEN",
    "FORCE_ROLES",
    "HIDDEN",
    "OPEN",
    "SIGN_IN",
    "Row",
    "members",
    "met",
    "signed_for_bulk",
]
