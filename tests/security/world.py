"""The cast and the things of the route × role table: force A owns everything, force B must see none of it.

Actors: `anonymous`, `nobody` (an account without a role), each force role in A and in B (`nvap_lead@A`), the national
roles; in force A besides `owner`, who wrote the examples, and the co-authors `editor` and `viewer`; in the national
team besides `interested`, a member of staff who declared an interest in them.
"""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from tests.clients import PortalClient
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.security.checks import TYPED
from vkpp.accounts.middleware import BEGAN, SEEN
from vkpp.accounts.roles import ROLES

FORCE_ROLES = [role.code for role in ROLES if not role.national]
NATIONAL_ROLES = [*(role.code for role in ROLES if role.national), "interested"]
AUTHORS = ["owner", "editor", "viewer"]
IN_A = [*AUTHORS, *(f"{role}@A" for role in FORCE_ROLES)]
IN_B = [f"{role}@B" for role in FORCE_ROLES]
ACTORS = ("anonymous", "nobody", *IN_A, *IN_B, *NATIONAL_ROLES)


@dataclass
class World:
    """Who acts (`people`) and what there is (`things`, by the names that the table uses)."""

    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)
    sessions: dict = field(default_factory=dict)
    mails: list = field(default_factory=list)

    def client(self, actor, **options):
        """A browser in which `actor` is signed in, with second factor."""
        browser = PortalClient(raise_request_exception=False, **options)
        if actor != "anonymous":
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        return browser

    def ask(self, actor, method, url, *, data=None, browser=None, then=None, **more):
        """One request of `actor`, after which the world is as it was before; `then` looks at it in between."""
        browser = browser or self.client(actor)
        with transaction.atomic():
            response = getattr(browser, method)(url, data, **more)
            response.body = b"".join(response.streaming_content) if response.streaming else response.content
            if then is not None:
                then()
            transaction.set_rollback(True)
        return response


def signed_in(user):
    """The session cookie of a browser in which `user` has just signed in."""
    browser = PortalClient()
    browser.force_login(user)
    session = browser.session
    session[BEGAN] = session[SEEN] = int(time.time())
    session.save()
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def cast():
    """Every actor, in two forces. Names and addresses in force A hold a marker that nobody else may see."""
    forces = {"A": ForceFactory(code="norfolk"), "B": ForceFactory(code="kent")}
    people = {"nobody": UserFactory(display_name="Nobody")}
    for actor in IN_A:
        role = actor.partition("@")[0] if "@" in actor else "contributor"
        name = actor.replace("@", "").replace("_", "")
        people[actor] = person(
            role, forces["A"], email=f"zzqperson{name}@norfolk.police.uk", display_name=f"Zzqperson {name} {TYPED}"
        )
    people |= {f"{role}@B": person(role, forces["B"], email=f"{role}@kent.police.uk") for role in FORCE_ROLES}
    people |= {
        role: person(role, display_name=f"National {role} {TYPED}") for role in NATIONAL_ROLES if role != "interested"
    }
    return forces, people | {"interested": person("vkpp_staff", display_name="Interested adviser")}
