"""Pages that belong to no app: help, and what a public service must say about itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from vkpp.core import retention_docs
from vkpp.core.gallery import gallery


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do the usual things."""
    return render(request, "core/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the portal is, how that was checked, and what is known to fall short."""
    return render(request, "core/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data the portal keeps, why and for how long."""
    return render(request, "core/privacy.html", {"lines": retention_docs.lines()})


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Each cookie and what else the portal keeps in a browser."""
    return render(request, "core/cookies.html")


urlpatterns: list[URLPattern] = [
    path("help/", help_page, name="help"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("cookies/", cookies, name="cookies"),
    path("gallery/", gallery, name="gallery"),
]
