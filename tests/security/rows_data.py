"""Who gets in: data sets. Everybody finds the catalogue; a set is there for who may read something of its kind."""

from tests.security.rows_accounts import get, post
from tests.security.rows_insight import OF_A, OF_B, READERS
from tests.security.table import Row

SIGNED_IN, ANSWERING = "signed-in", "forces staff"  # answers: of one's own force or part of them, VKPP all
REVIEWS = "forces government"  # forces and national bodies read what was learned
READ_BY = {
    **dict.fromkeys(("practice", "practice_collections"), SIGNED_IN),
    **dict.fromkeys(("answers", "adoption"), ANSWERING),
    **dict.fromkeys(("reviews", "learning_points", "panel_reviews", "panel_notifications"), REVIEWS),
    "recommendations": f"{REVIEWS} peer_reviewer",  # a team those that it gave
    "summaries": READERS,
    "benchmarks": f"{OF_A} {OF_B} staff",
    "collections": "police government",
    "learning_events": "police government",
    "introductions": "writers staff evaluator",
    "evaluations": "raters",
    "contact_requests": "staff",
}
"""Code of each data set in the catalogue → who may have it."""


def of(code):
    return {"code": f"={code}"}


def api(route, allowed, things=None, query=""):
    return Row(route, allowed, things=things or {}, query=query)


ROWS = [
    get("analytics:data", SIGNED_IN),
    api("api:data_sets", SIGNED_IN),
    *(api("api:data_set", allowed, of(code)) for code, allowed in READ_BY.items()),
    *(api("api:data_set_rows", allowed, of(code)) for code, allowed in READ_BY.items()),
    *(api("api:data_set_download", allowed, of(code)) for code, allowed in READ_BY.items()),
    *(get("analytics:data-set", allowed, things=of(code)) for code, allowed in READ_BY.items()),
    *(get("analytics:data-dictionary", allowed, things=of(code)) for code, allowed in READ_BY.items()),
    api("api:data_set_download", SIGNED_IN, of("practice"), "?format=parquet"),
    api("api:data_set_download", ANSWERING, of("answers"), "?format=csv"),
    post("analytics:data-export", SIGNED_IN, things=of("practice"), data={"format": "csv"}),
    post("analytics:data-export", ANSWERING, things=of("answers"), data={"format": "jsonl"}),
]
