"""The portal's addresses and the floor: a signed-in view that makes one indexed query and answers with its result."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from practice.models import Practice
from vkpp.accounts.models import Force
from vkpp.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_required
def floor(request, pk):
    """The least that any page of a Django portal costs: the middleware, the session, the person, one row."""
    return HttpResponse(Practice.objects.values_list("title", flat=True).get(pk=pk))


@login_required
def floor_force(request, pk):
    """The same in a database without practice."""
    return HttpResponse(Force.objects.values_list("name", flat=True).get(pk=pk))


urlpatterns = [*urlpatterns, path("floor/<int:pk>/", floor), path("floor/force/<int:pk>/", floor_force)]
