"""Addresses of evaluators and introductions."""

from django.urls import reverse

from practice.models import EvaluatorBody, Introduction


def body_page(body: EvaluatorBody) -> str:
    """The page of a body."""
    return reverse("practice:evaluator", args=[body.slug])


def introduction_page(introduction: Introduction) -> str:
    """One introduction."""
    return reverse("practice:introduction", args=[introduction.reference])


def step_page(introduction: Introduction, step: str) -> str:
    """One step of an introduction."""
    return reverse("practice:introduction-step", args=[introduction.reference, step])


def find_page(reference: str) -> str:
    """Evaluators that fit an example."""
    return reverse("practice:introduction-find", args=[reference])


def ask_page(reference: str, slug: str) -> str:
    """Where this body and the owner of the example are brought together."""
    return reverse("practice:introduction-ask", args=[reference, slug])
