"""Who is shown the way to reviews."""

from django.http import HttpRequest


def signed_in(request: HttpRequest) -> bool:
    """Everybody with an account may send a review in."""
    return bool(request.user.is_authenticated)
