"""Who gets in: webhooks. Each person's own; nobody else learns that there is one."""

from tests.security.rows_accounts import USES_API, get, post
from tests.security.table import Row

NO_API = "nobody peer_reviewer evaluator"
ONE = {"pk": "webhook"}
MESSAGE = {**ONE, "number": "webhook.message"}
MAKE = {"name": "Library", "url": "https://data.example/vkpp", "events": ["practice.published"]}


def own(route, method="get", things=None):
    return Row(f"analytics:{route}", "owner", NO_API, method=method, things=things or ONE)


ROWS = [
    get("analytics:webhooks", USES_API, NO_API),
    get("analytics:webhook-new", USES_API, NO_API),
    post("analytics:webhook-new", USES_API, NO_API, data=MAKE),
    own("webhook"),
    *(own(f"webhook-{name}", "post") for name in ("switch", "ping")),
    *(own(f"webhook-{name}", method) for name in ("renew", "delete") for method in ("get", "post")),
    own("webhook-again", "post", MESSAGE),
]
