"""Addresses of the API as there should be none: one that fails, and one that is going to go away."""

import datetime as dt

from django.urls import path
from rest_framework.response import Response

from vkpp.core.api.deprecation import Deprecation
from vkpp.core.api.views import ApiView


class Broken(ApiView):
    """Fails."""

    public = True

    def get(self, request):
        raise RuntimeError("secret detail")


class Leaving(ApiView):
    """Goes away."""

    public = True
    deprecation = Deprecation(dt.date(2026, 11, 1), dt.date(2027, 11, 1), instead="/api/v1/practices/")

    def get(self, request):
        """Still here."""
        return Response({})


urlpatterns = [path("api/v1/broken/", Broken.as_view()), path("api/v1/leaving/", Leaving.as_view())]
