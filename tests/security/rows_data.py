"""Who gets in: data sets. Everybody finds the catalogue; a set is there for who may read something of its kind."""

from tests.security.rows_accounts import get, post
from tests.security.rows_insight import OF_A, OF_B, READERS
from tests.security.table import Row

ANSWERING = "forces staff"  # answers: of one's own force or part of them, VKPP all
PRACTICE, ANSWERS = {"code": "=practice"}, {"code": "=answers"}


def api(route, allowed, things=None, query=""):
    return Row(route, allowed, things=things or {}, query=query)


REVIEWS = "forces government"  # forces and national bodies read what was learned
BY_READER = {
    **dict.fromkeys(("reviews", "learning_points", "recommendations", "panel_reviews", "panel_notifications"), REVIEWS),
    "summaries": READERS,
    "benchmarks": f"{OF_A} {OF_B} staff",
}
ROWS = [
    *(api("api:data_set_rows", allowed, {"code": f"={code}"}) for code, allowed in BY_READER.items()),
    *(api("api:data_set_download", allowed, {"code": f"={code}"}) for code, allowed in BY_READER.items()),
    *(get("analytics:data-set", allowed, things={"code": f"={code}"}) for code, allowed in BY_READER.items()),
    get("analytics:data", "signed-in"),
    get("analytics:data-set", "signed-in", things=PRACTICE),
    get("analytics:data-set", ANSWERING, things=ANSWERS),
    get("analytics:data-dictionary", "signed-in", things=PRACTICE),
    get("analytics:data-dictionary", ANSWERING, things=ANSWERS),
    post("analytics:data-export", "signed-in", things=PRACTICE, data={"format": "csv"}),
    post("analytics:data-export", ANSWERING, things=ANSWERS, data={"format": "jsonl"}),
    api("api:data_sets", "signed-in"),
    api("api:data_set", "signed-in", PRACTICE),
    api("api:data_set", ANSWERING, ANSWERS),
    api("api:data_set_rows", "signed-in", PRACTICE),
    api("api:data_set_rows", ANSWERING, ANSWERS),
    api("api:data_set_download", "signed-in", PRACTICE, "?format=parquet"),
    api("api:data_set_download", ANSWERING, ANSWERS, "?format=csv"),
]
