"""What is fetched of Insight: the kinds of every area, and the floor. Areas are the modules named in `AREAS`.

A module `insight_<area>.py` that measures pages or the API has

    TARGETS = {"the page": 8}                       # kind → most times the floor at the median
    def kinds(people):                              # name, whose session, and what is asked for (bench.ROUNDS of them)
        yield "the page", people.lead, ["/insight/…"] * 60

and one that measures anything else has `main()`, which prints its lines and returns figures for the table (kept.work).
"""

import importlib
from importlib.util import find_spec

from django.contrib.auth import get_user_model

from tests.performance.pages import session_of
from vkpp.accounts.models import Force

AREAS = ("api", "exports", "matching", "picture", "register", "search", "packs", "feeds")
FORCE = "norfolk"
COUNT = 60


def modules():
    """The areas that are there."""
    names = [f"tests.performance.insight_{area}" for area in AREAS]
    return [importlib.import_module(name) for name in names if find_spec(name)]


class Pages:
    """The kinds of page of the one database. `lead`, `analyst`: of Norfolk; `staff`, `national`; `…_person`: the users."""

    first = "/insight/"

    def __init__(self):
        people = get_user_model().objects
        self.lead_person = people.get(email=f"lead@{FORCE}.example")
        self.analyst_person = people.get(email=f"analyst@{FORCE}.example")
        self.staff_person = people.get(email="staff@portal.example")
        self.national_person = people.get(email="national@portal.example")
        self.lead = self.officer = session_of(self.lead_person)
        self.analyst, self.staff = session_of(self.analyst_person), session_of(self.staff_person)
        self.national = session_of(self.national_person)

    def all(self):
        """Name, whose session, and what is asked for."""
        forces = list(Force.objects.order_by("pk").values_list("pk", flat=True))
        yield "floor", self.lead, [f"/floor/force/{forces[n % len(forces)]}/" for n in range(COUNT)]
        for module in modules():
            if hasattr(module, "kinds"):
                yield from module.kinds(self)
