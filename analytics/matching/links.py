"""Addresses of help between forces."""

from django.urls import reverse

from analytics.models import HelpRequest


def gap_page(force: str, code: str) -> str:
    """Who can help this force on this action."""
    return reverse("analytics:help-gap", args=[force, code])


def ask_page(force: str, code: str, helper: str) -> str:
    """Where this force asks that one."""
    return reverse("analytics:help-ask", args=[force, code, helper])


def request_page(request: HelpRequest) -> str:
    """One request."""
    return reverse("analytics:help-request", args=[request.reference])


def step_page(request: HelpRequest, step: str) -> str:
    """One step of a request."""
    return reverse("analytics:help-step", args=[request.reference, step])
