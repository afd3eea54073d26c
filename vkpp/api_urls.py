"""Addresses of the API, version 1, under /api/v1/: what each app offers, the description, and the page to try it out."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from vkpp.accounts import api as accounts
from vkpp.core.api import get_started, help_pages, pages

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.Start.as_view(), name="start"),
    path("me/", accounts.Me.as_view(), name="me"),
    path("forces/", accounts.Forces.as_view(), name="forces"),
    path("forces/<slug:code>/", accounts.OneForce.as_view(), name="force"),
    path("", include("nvap.api.urls")),
    path("", include("practice.api.urls")),
    path("", include("reviews.api.urls")),
    path("", include("analytics.api.urls")),
    path("schema/", pages.Schema.as_view(), name="schema"),
    path("docs/", pages.try_out, name="docs"),
    path("start/", get_started.get_started, name="get_started"),
    path("start/<slug:tool>/", get_started.with_tool, name="get_started_with"),
    path("problems/", help_pages.all_problems, name="problems"),
    path("problems/<slug:code>/", help_pages.one_problem, name="problem"),
    re_path("", pages.Nothing.as_view(), name="nothing"),
]
