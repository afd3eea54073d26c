"""The test client of the portal: signed in by `force_login` means signed in with everything the role needs."""

import re
import time

from django.test import Client
from lxml import html

from vkpp.accounts.second_factor import SESSION_KEY


class PortalClient(Client):
    """Django's client; `force_login` also passes the second factor, a moment ago, unless told otherwise."""

    def force_login(self, user, backend=None, *, second_factor=True, just_now=True):
        super().force_login(user, backend)
        session = self.session
        if second_factor:
            session[SESSION_KEY] = str(user.pk)
        if just_now:
            session["account_authentication_methods_user"] = str(user.pk)
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()


def text_of(response):
    """What a page says, without its markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def sent(answer, **typed):
    """What a browser would send of the form of a page that holds a version, with other words in some fields."""
    form = next(form for form in html.fromstring(answer.content).forms if "version" in form.fields)
    held = {}
    for name, value in form.form_values():
        held.setdefault(name, []).append(value)
    return held | typed
