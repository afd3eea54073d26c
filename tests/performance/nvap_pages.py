"""What is fetched of returns and benchmarking, and by whom."""

import time

from django.contrib.auth import get_user_model
from django.urls import reverse

from nvap.models import Response, Return
from tests.clients import PortalClient
from tests.performance.bench import WARM_UP
from tests.performance.measure import CSRF
from tests.performance.nvap_load import ROUNDS
from tests.performance.pages import session_of
from vkpp.accounts.models import Force

COUNT = 60
FORCE = "norfolk"
LAST = f"bench-{ROUNDS}"


class Pages:
    """The kinds of page of the one database."""

    def __init__(self):
        people = get_user_model().objects
        self.run = int(time.time())
        self.lead_person = people.get(email=f"lead@{FORCE}.example")
        self.officer = self.lead = session_of(self.lead_person)
        self.staff = session_of(people.get(email="staff@portal.example"))
        self.forces = list(Force.objects.order_by("pk").values_list("pk", flat=True))
        self.ret = Return.objects.select_related("round", "force").get(round__code=LAST, force__code=FORCE)
        self.first = reverse("nvap:return", args=[LAST, FORCE])
        rows = Response.objects.filter(ret=self.ret).select_related("action_version").order_by("action_version__order")
        self.responses = [row for row in rows if row.counts]

    def all(self):
        """Name, whose session, and what is asked for."""
        rounds = [f"bench-{number + 1}" for number in range(ROUNDS - 1)]
        yield "floor", self.lead, [f"/floor/force/{self.forces[n % len(self.forces)]}/" for n in range(COUNT)]
        yield "task list of a return", self.lead, [self.first] * COUNT
        yield "page of one answer", self.lead, [self._answer(n) for n in range(COUNT)]
        yield "save of one answer", self.lead, [self._save(n) for n in range(COUNT + WARM_UP)]
        yield (
            "where we stand",
            self.lead,
            [reverse("analytics:stand", args=[rounds[n % 9], FORCE]) for n in range(COUNT)],
        )
        yield (
            "national picture",
            self.staff,
            [reverse("analytics:national", args=[rounds[n % 9]]) for n in range(COUNT)],
        )
        yield "benchmark API", self.lead, [self._api(rounds, n) for n in range(COUNT)]
        yield "benchmark API, unchanged (304)", self.lead, [self._unchanged(rounds, n) for n in range(COUNT)]

    def _answer(self, number):
        code = self.responses[number % len(self.responses)].action_version.code
        return reverse("nvap:answer", args=[LAST, FORCE, code])

    def _save(self, number):
        """What the page sends while somebody types: another text for each, and another than in the last run."""
        again, place = divmod(number, len(self.responses))
        response = self.responses[place]
        fields = {
            "fields": "q-now",
            "q-now": f"The desk meets weekly, case {number} of {self.run}.",
            "version": response.version + again,
            "csrfmiddlewaretoken": CSRF,
        }
        return {
            "method": "POST",
            "path": reverse("nvap:save_answer", args=[LAST, FORCE, response.action_version.code]),
            "headers": {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_X_AUTOSAVE": "1"},
            "body": "&".join(f"{name}={str(value).replace(' ', '+')}" for name, value in fields.items()),
        }

    def _api(self, rounds, number):
        return f"/api/v1/benchmarks/?round={rounds[number % len(rounds)]}&page_size=50"

    def _unchanged(self, rounds, number):
        path = self._api(rounds, number)
        if not hasattr(self, "tags"):
            self.tags = {}
        if path not in self.tags:
            client = PortalClient(headers={"accept": "application/json"})
            client.force_login(self.lead_person)
            self.tags[path] = client.get(path).headers.get("ETag", "")
        return {"path": path, "headers": {"HTTP_IF_NONE_MATCH": self.tags[path]}}
