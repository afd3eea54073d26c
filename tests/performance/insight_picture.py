"""The national picture: the page, the page of one action, the API and the front page of Insight, as an analyst opens them."""

from tests.performance.nvap_load import ROUNDS

COUNT = 60
TARGETS = {
    "national picture": 8,
    "national picture, with other weights": 8,
    "national picture: one action": 8,
    "national picture: API page of 100": 5,
    "front page of Insight": None,
}


def kinds(people):
    """Pages of different rounds and actions, so that no answer is measured twice in a row."""
    from nvap.models import ActionVersion

    rounds = [f"bench-{number + 1}" for number in range(ROUNDS - 1)]
    codes = list(ActionVersion.objects.filter(plan__code="bench").order_by("order").values_list("code", flat=True))
    paths = [f"/insight/rounds/{rounds[n % len(rounds)]}/picture/" for n in range(COUNT)]
    api = [f"/api/v1/national-picture/?page_size=100&round={rounds[n % len(rounds)]}" for n in range(COUNT)]
    yield "national picture", people.analyst, [f"{path}?show=practice" for path in paths]
    yield "national picture, with other weights", people.analyst, [f"{path}?gaps={n}" for n, path in enumerate(paths)]
    yield (
        "national picture: one action",
        people.analyst,
        [f"{path}{codes[n % len(codes)]}/" for n, path in enumerate(paths)],
    )
    yield "national picture: API page of 100", people.analyst, api
    yield "front page of Insight", people.analyst, ["/insight/"] * COUNT
