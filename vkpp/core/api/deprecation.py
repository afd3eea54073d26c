"""How an address of the API goes away: said in the headers of each answer long before, and in the description.

`Deprecation` (RFC 9745) says since when nobody should start to use it, `Sunset` (RFC 8594) from when it is gone, and the
links lead to what to use instead and to this policy. docs/api.md promises how long lies between the two.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.http import http_date

NOTICE = dt.timedelta(days=365)
POLICY = "/api/v1/start/#changes"


@dataclass(frozen=True)
class Deprecation:
    """Since when an address is deprecated, when it goes, and which address to use instead (a path)."""

    since: dt.date
    sunset: dt.date
    instead: str

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            raise ValueError("An address is deprecated for a year at least before it goes.")

    def headers(self) -> dict[str, str]:
        """What each answer of the address says."""
        start, end = (int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()) for day in (self.since, self.sunset))
        site = settings.SITE_URL
        links = f'<{site}{self.instead}>; rel="successor-version", <{site}{POLICY}>; rel="deprecation"'
        return {"Deprecation": f"@{start}", "Sunset": http_date(end), "Link": links}
