"""How an address and a password become a person."""

from allauth.account.auth_backends import AuthenticationBackend

from vkpp.accounts.models import User


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Allauth's, with one question to the database for an address with an account and for one without."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        person = User.objects.filter(email=email.strip().lower()).first()
        found: User | None = self._check_password(person, password)
        return found
