"""My examples, those of my force, and one example as its authors see it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from practice.models import Practice


@login_required
def example(request: HttpRequest, reference: str) -> HttpResponse:
    """One example as its authors see it."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), reference=reference)
    return render(request, "practice/mine_example.html", {"practice": practice})
