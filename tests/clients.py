"""The test client of the portal: signed in by `force_login` means signed in with everything the role needs."""

from django.test import Client

from vkpp.accounts.second_factor import SESSION_KEY


class PortalClient(Client):
    """Django's client; `force_login` also passes the second factor unless told otherwise."""

    def force_login(self, user, backend=None, *, second_factor=True):
        super().force_login(user, backend)
        if second_factor:
            session = self.session
            session[SESSION_KEY] = str(user.pk)
            session.save()
