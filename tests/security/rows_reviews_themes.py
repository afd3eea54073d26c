"""Who gets in: recurrent themes, learning points and the search over reviews. Others who are signed in are told whose."""

from tests.security.rows_accounts import get

READS = "forces staff evidence_reviewer national_analyst"
FILTERS = "?type=DHR&year=2021&level=operational&kind=problem&by=quarter"

ROWS = [
    *(get(f"reviews:{page}", READS, "signed-in") for page in ("themes", "themes-csv", "theme-heat")),
    get("reviews:themes", READS, "signed-in", query=FILTERS),
    get("reviews:themes", READS, "signed-in", query="?age=1_5"),
    get("reviews:theme-heat", READS, "signed-in", query="?age=1_5&force=norfolk"),
    get("reviews:theme", READS, "signed-in", things={"code": "=risk"}),
    get("reviews:theme", READS, "signed-in", things={"code": "=risk"}, query=FILTERS),
    get("reviews:learning-points", READS, "signed-in"),
    get("reviews:learning-points", READS, "signed-in", query="?theme=risk&action=2.1.1"),
    get("reviews:learning-points", READS, "signed-in", query="?age=1_5"),
    get("reviews:search", READS, "signed-in"),
    get("reviews:search", READS, "signed-in", query="?q=again+-nothing&type=DHR"),
    get("reviews:search", READS, "signed-in", query="?q=zzzlearning"),
    *(get(f"api:learning_{name}", READS, "signed-in") for name in ("points", "themes", "points_removed")),
    get("api:learning_points", READS, "signed-in", query="?theme=risk&kind=problem"),
    get("api:learning_theme", READS, "signed-in", things={"code": "=risk"}),
]
