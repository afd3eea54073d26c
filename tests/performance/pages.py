"""What is fetched, by whom: lists of different addresses, so that no answer is measured twice."""

import random
import re

from django.contrib.auth import get_user_model

from practice.models import BankEntry
from tests.clients import PortalClient
from tests.performance import practice_map, practice_reports

ROUNDS = 60
FACETS = (
    *("category=prevention", "category=diversion", "category=location", "rating=promising", "rating=not_rated"),
    *("rating=works", "focus=DA", "focus=KNIFE", "focus=VAWG", "focus=serious_violence", "scale=local"),
    *("scale=national", "stage=independently_evaluated", "stage=untested", "force=norfolk", "force=kent"),
)
API_FILTERS = ("category=prevention", "rating=promising", "strand=DA", "scale=local", "force=norfolk", "strand=KNIFE")


class Pages:
    """The kinds of page of one database."""

    first = "/practice/"

    def __init__(self):
        people = get_user_model().objects
        self.officer = session_of(people.get(email="officer@portal.example"))
        self.staff = session_of(people.get(email="staff@portal.example"))
        opened = BankEntry.objects.filter(open_to_police=True).order_by("practice_id")
        self.entries = list(opened.values_list("practice_id", "reference")[:400])
        self.titles = list(opened.values_list("title", flat=True)[:400])

    def all(self):
        """Name, whose session, and paths."""
        officer, bank, api = self.officer, "/practice/?", "/api/v1/practices/?page_size=50"
        pages = range(1, ROUNDS + 1)
        both = zip(self.words()[::-1], self.filters(), strict=True)
        yield "floor", officer, [f"/floor/{pk}/" for pk, _reference in self.entries]
        yield "list", officer, [f"{bank}page={page % 40 + 1}" for page in pages]
        yield (
            "list by title or review",
            officer,
            [f"{bank}sort={('title', 'review')[p % 2]}&page={p % 40}" for p in pages],
        )
        yield "list with facets", officer, [bank + query for query in self.filters()]
        yield "search, words never asked before", officer, [f"{bank}q={words}" for words in self.words()]
        yield "search, words asked before", officer, [f"{bank}q={words}" for words in self.words()]
        yield "search with facets", officer, [f"{bank}q={words}&{query}" for words, query in both]
        yield "search, misspelt", officer, [f"{bank}q={words}" for words in self.misspelt()]
        yield "list, not signed in", None, [f"{bank}page={page % 40 + 1}" for page in pages]
        yield "example", officer, [f"/practice/{reference}/" for _pk, reference in self.entries[:ROUNDS]]
        yield "example as PDF", officer, [f"/practice/{reference}.pdf" for _pk, reference in self.entries[:ROUNDS]]
        yield "API page of 50", officer, [f"{api}&ordering={('-published_at', '-updated_at')[p % 2]}" for p in pages]
        yield "API page of 50 with filters", officer, [f"{api}&{query}" for query in self.api_filters()]
        yield from practice_map.kinds(self, ROUNDS)
        yield from practice_reports.kinds(self, ROUNDS)
        yield "triage queue", self.staff, ["/practice/triage/"] * ROUNDS

    def words(self):
        """Single words, two and three words, phrases and abbreviations, common and rare, as titles have them."""
        draw = random.Random(11)
        asked = [
            "DA",
            "CSE",
            "knife",
            "county+lines",
            "%22violence+reduction+unit%22",
            "domestic+abuse",
            "mental+health",
        ]
        for title in self.titles:
            words = re.findall(r"[a-z]{4,}", title.lower())
            draw.shuffle(words)
            asked.append("+".join(words[: draw.choice([1, 1, 2, 2, 3])]))
        return list(dict.fromkeys(words for words in asked if words))[:ROUNDS]

    def misspelt(self):
        """Real words with a letter left out in the middle."""
        words = sorted({word for title in self.titles for word in re.findall(r"[a-z]{7,}", title.lower())})
        random.Random(19).shuffle(words)
        return [word[: len(word) // 2] + word[len(word) // 2 + 1 :] for word in words][:ROUNDS]

    def filters(self):
        """Combinations of one to four facet values."""
        draw = random.Random(13)
        return ["&".join(draw.sample(FACETS, draw.randint(1, 4))) for _ in range(ROUNDS)]

    def api_filters(self):
        """Filters of the API."""
        draw = random.Random(17)
        return ["&".join(draw.sample(API_FILTERS, draw.randint(1, 2))) for _ in range(ROUNDS)]


def session_of(user):
    """The key of a session in which `user` is signed in, second factor passed."""
    client = PortalClient()
    client.force_login(user)
    return client.session.session_key
