"""Who reads benchmarking figures."""

from django.http import HttpRequest

from analytics import figures


def may_read(request: HttpRequest) -> bool:
    """Whether the person finds anything under Insight."""
    return request.user.is_authenticated and figures.audience_of(request.user) is not None
