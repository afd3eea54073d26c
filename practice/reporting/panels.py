"""The link to the reports under the heading of the bank."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practice import places
from practice.reporting.asked import may_read
from vkpp.core.navigation import NavItem


def register() -> None:
    """Offer the reports to who may read one."""
    places.register(NavItem(_("Reports"), "practice:reports", order=60, shown=_shown))


def _shown(request: HttpRequest) -> bool:
    return may_read(request.user)
