"""Who gets in: the practice map and the pages of forces are for everybody, each with what they may read."""

from tests.security.rows_accounts import get
from tests.security.table import HIDDEN

PAGES = [
    get("practice:force", "everybody", things={"code": "force.A"}),
    get("practice:force", "", things={"code": "=no-such-force"}, anonymous=HIDDEN),
]
ROWS = PAGES
