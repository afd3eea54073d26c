"""The search over everything: words that stand in titles of examples, one kind of thing alone, and the API."""

import random
import re

COUNT = 60
TARGETS = {
    "search over everything": 10,
    "search over everything, one kind": 10,
    "search over everything, API": 10,
}


def words():
    """One to three words of titles, common and rare, no two searches alike."""
    from practice.models import BankEntry

    draw = random.Random(19)
    asked = []
    for title in BankEntry.objects.order_by("practice_id").values_list("title", flat=True)[: COUNT * 8]:
        found = re.findall(r"[a-z]{4,}", title.lower())
        draw.shuffle(found)
        asked.append("+".join(found[: draw.choice([1, 2, 2, 3])]))
    return list(dict.fromkeys(text for text in asked if text))


def kinds(people):
    """Each kind of page asks for words that nobody asked for before."""
    asked = words()
    several, one, api = asked[:COUNT], asked[COUNT : 2 * COUNT], asked[2 * COUNT : 3 * COUNT]
    yield "search over everything", people.analyst, [f"/search/?q={text}" for text in several]
    yield "search over everything, one kind", people.analyst, [f"/search/?type=practice&q={text}" for text in one]
    yield "search over everything, API", people.analyst, [f"/api/v1/search/?q={text}" for text in api]
