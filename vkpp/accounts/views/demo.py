"""The sign-ins of the demonstration. There is no such page in production."""

import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vkpp.accounts.demo import PASSWORD, PERIOD, sign_ins


@require_safe
@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody of the demonstration, with password and present one-time code."""
    if not settings.DEMO:
        raise Http404
    seconds = PERIOD - int(time.time()) % PERIOD
    return render(request, "accounts/demo.html", {"rows": sign_ins(), "password": PASSWORD, "seconds": seconds})
