"""Pages without a nonce: those that must be the same byte for byte each time they are asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp import constants as csp
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def same_each_time(view: View) -> View:
    """For a public page that is answered "not modified": its scripts may be any of ours, and it names no nonce.

    A browser that keeps the page would have the nonce of then, and the answer's header the nonce of now.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.csp_nonce = ""  # type: ignore[attr-defined]  # set by django-csp
        response = view(request, *args, **kwargs)
        response._csp_replace = {"script-src": [csp.SELF]}  # type: ignore[attr-defined]  # read by django-csp
        return response

    return asked
