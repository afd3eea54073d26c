"""Recording examples for the description of the API: what the people of the demonstration are answered.

Every address that is read is asked, lists first; addresses of single things are taken from the rows of lists. Texts and
lists are shortened, and nothing that was asked leaves a trace in the database.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from vkpp.accounts import demo
from vkpp.accounts.actions.tokens import create_token
from vkpp.accounts.models import TokenScope, User
from vkpp.core.api.examples import answers
from vkpp.core.exceptions import PortalError

HOST = "https://portal.example"
LONGEST_TEXT = 240
MOST_ITEMS = 2
PARAMETER = re.compile(r"\{[^}]+\}")
ADDRESS = re.compile(r"https?://[^/]+(/api/v1/[^?]*)$")
# Beside each address itself: parameters that lead to things of another shape, or to their addresses.
ALSO = (
    ("/api/v1/practices/", "?scope=mine", ""),
    ("/api/v1/practices/{reference}/", "?scope=working", "WorkingPractice"),
    ("/api/v1/search/", "?q=stalking", "Found"),
    ("/api/v1/help-matches/", "?force=norfolk&action=2.1.1", "HelpMatches"),
    ("/api/v1/evaluator-matches/", "?practice=VP-2026-00045", "EvaluatorMatches"),
)
NAMES = ("code", "slug", "reference")

Row = dict[str, Any]


def shortened(value: Any) -> Any:
    """The value with less text and fewer items, its addresses those of a made-up host."""
    if isinstance(value, Mapping):
        return {key: shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shortened(one) for one in value[:MOST_ITEMS]]
    if isinstance(value, str):
        text = value.replace("http://testserver", HOST).replace(settings.SITE_URL, HOST)
        return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rstrip()}…"
    return value


class Recorder:
    """Asks as each person of the demonstration until somebody is answered with something to show."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.description = description
        self.readers = list(_readers())
        self.seen: dict[str, None] = {}
        self.rows: dict[str, list[Row]] = {}
        self.found: Row = {}

    def run(self) -> Row:
        """An example for each shape, by the shape's name."""
        reads = [
            (path, "", shape)
            for path, ways in self.description["paths"].items()
            for _status, _content, shape in answers(ways.get("get", {"responses": {}}))
        ]
        for path, query, shape in sorted((*reads, *ALSO), key=lambda read: len(PARAMETER.findall(read[0]))):
            self._record(path, query, shape)
        return dict(sorted(self.found.items()))

    def _record(self, path: str, query: str, shape: str) -> None:
        for address in self._addresses(path):
            data = self._ask(address + query)
            self._note(data)
            if isinstance(data, dict) and isinstance(data.get("results"), list):
                self.rows[path] = data["results"]
            if data and shape:
                self.found.setdefault(shape, shortened(data))
            if _shows(data):
                if shape:
                    self.found[shape] = shortened(data)
                return

    def _ask(self, address: str) -> Any:
        """The fullest of what the readers are answered."""
        first = None
        for reader in self.readers:
            answer = reader.get(address)
            if answer.status_code == 200:
                data = answer.json()
                if _shows(data):
                    return data
                first = first or data
        return first

    def _note(self, data: Any) -> None:
        """Keep the addresses of the API that stand in an answer."""
        if isinstance(data, str) and (hit := ADDRESS.match(data)):
            self.seen.setdefault(hit.group(1))
        elif isinstance(data, Mapping | list):
            for one in data.values() if isinstance(data, Mapping) else data:
                self._note(one)

    def _addresses(self, path: str) -> Iterator[str]:
        """Addresses of this pattern: among those met, or made from the names in the rows of the list above."""
        if not PARAMETER.search(path):
            yield path
            return
        end = path.rindex("}") + 1
        pattern = PARAMETER.sub("[^/]+", path[:end])
        known = dict.fromkeys(hit.group() for one in self.seen if (hit := re.match(f"{pattern}(?=/)", one)))
        above = path[: path.rindex("{")]
        names = [row[name] for row in self.rows.get(above, ()) for name in NAMES if name in row]
        for start in [*known, *(f"{above}{name}" for name in names)][:12]:
            yield start + path[end:]


def _shows(data: Any) -> bool:
    return bool(data) and (not isinstance(data, Mapping) or data.get("results") != [])


def _readers() -> Iterator[Client]:
    by_role = {person.role: person for person in reversed(demo.PEOPLE)}
    order = ("nvap_lead", "contributor", "vkpp_staff", "vkpp_admin")
    people = [by_role[role] for role in order] + [one for role, one in by_role.items() if role not in order]
    for person in people:
        owner = User.objects.filter(email=person.email).first()
        if owner is None:
            continue
        try:
            _token, secret = create_token(owner=owner, name="Examples", scopes=TokenScope.values, days=30, by=owner)
        except PortalError:
            continue  # a role that does not include the API
        yield Client(headers={"Authorization": f"Bearer {secret}"})


def record(description: Mapping[str, Any]) -> Row:
    """What the demonstration answers, by the name of each shape."""
    with transaction.atomic():
        found = Recorder(description).run()
        transaction.set_rollback(True)
    return found
