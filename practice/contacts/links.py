"""Addresses of contact requests."""

from urllib.parse import urlencode

from django.urls import reverse

from practice.models import ContactRequest


def request_page(request: ContactRequest) -> str:
    """The page of one request."""
    return reverse("practice:contact", args=[request.reference])


def step_page(request: ContactRequest, step: str) -> str:
    """The page of a step of it."""
    return reverse("practice:contact-step", args=[request.reference, step])


def ask_page(**about: str) -> str:
    """Where one asks: `practice` (a reference), or `force` (a code) with `strand` or `action`."""
    return f"{reverse('practice:contact-new')}?{urlencode(about)}"
