"""What is fetched of learning from reviews: pages of different addresses, so that no answer is measured twice."""

import random
import re

from django.contrib.auth import get_user_model

from reviews.models import CaseReview, Theme
from tests.performance.pages import session_of
from vkpp.accounts.models import Force

COUNT = 60
FACETS = (
    *("type=DHR", "type=SCR", "type=LCSPR", "strand=DA", "strand=CSE", "strand=KNIFE", "year=2021", "year=2023"),
    *("outcome=fatal", "outcome=serious_harm", "force=norfolk", "force=kent", "level=strategic", "kind=good"),
    *("age=1_5", "age=25_54", "level=operational", "kind=problem"),
)


class Pages:
    """The kinds of page of one database."""

    first = "/reviews/themes/"

    def __init__(self):
        people = get_user_model().objects
        self.officer = session_of(people.get(email="officer@portal.example"))
        self.forces = list(Force.objects.order_by("pk").values_list("pk", flat=True))
        self.themes = list(Theme.objects.filter(taxonomy__state="published").values_list("code", flat=True))
        self.summaries = list(CaseReview.objects.order_by("pk").values_list("summary", flat=True)[:200])

    def all(self):
        """Name, whose session, and paths."""
        officer, filters, themes = self.officer, self.filters(), self.themes
        both = list(zip(self.words()[::-1], filters, strict=True))
        yield "floor", officer, [f"/floor/force/{self.forces[n % len(self.forces)]}/" for n in range(COUNT)]
        yield "recurrent themes", officer, [f"/reviews/themes/?{query}" for query in filters]
        yield "recurrent themes by quarter", officer, [f"/reviews/themes/?by=quarter&{query}" for query in filters]
        yield "heat map", officer, [f"/reviews/themes/actions/?{query}" for query in filters]
        yield "one theme", officer, [f"/reviews/themes/{themes[n % len(themes)]}/?{filters[n]}" for n in range(COUNT)]
        yield "learning points", officer, [f"/reviews/learning/?theme={themes[n % len(themes)]}&page={n % 4 + 1}" for n in range(COUNT)]  # fmt: skip
        yield "search, words never asked before", officer, [f"/reviews/search/?q={words}" for words in self.words()]
        yield "search, words asked before", officer, [f"/reviews/search/?q={words}" for words in self.words()]
        yield "search with facets", officer, [f"/reviews/search/?q={words}&{query}" for words, query in both]
        yield "API page of 50 learning points", officer, [f"/api/v1/learning-points/?page_size=50&theme={themes[n % len(themes)]}" for n in range(COUNT)]  # fmt: skip
        yield "API of themes", officer, [f"/api/v1/learning-themes/?{query}" for query in self.api_filters()]

    def words(self):
        """One to three words, as summaries have them, common and rare."""
        draw = random.Random(11)
        asked = []
        for text in self.summaries:
            words = re.findall(r"[a-z]{4,}", text.lower())
            draw.shuffle(words)
            asked.append("+".join(words[: draw.choice([1, 1, 2, 2, 3])]))
        return list(dict.fromkeys(words for words in asked if words))[:COUNT]

    def filters(self):
        """Combinations of one to three filters."""
        draw = random.Random(13)
        return ["&".join(draw.sample(FACETS, draw.randint(1, 3))) for _ in range(COUNT)]

    def api_filters(self):
        """Filters of the API."""
        draw = random.Random(17)
        known = [query for query in FACETS if not query.startswith(("outcome", "age"))]
        return ["&".join(dict.fromkeys(draw.sample(known, draw.randint(1, 2)))) for _ in range(COUNT)]
