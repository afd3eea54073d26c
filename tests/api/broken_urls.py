"""An address of the API that fails, for the test of how our own faults are told."""

from django.urls import path

from vkpp.core.api.views import ApiView


class Broken(ApiView):
    """Fails."""

    public = True

    def get(self, request):
        raise RuntimeError("secret detail")


urlpatterns = [path("api/v1/broken/", Broken.as_view())]
