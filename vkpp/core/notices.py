"""Short notices such as “Saved” for the next page, in a cookie of the portal's own name."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    """Django's signed cookie under a name that no other host of the domain can set."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Notices(FallbackStorage):
    """The cookie, and the session for what does not fit into it."""

    storage_classes = (NoticeCookie, SessionStorage)
