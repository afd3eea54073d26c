"""The addresses of returns, answers, queries and improvement actions."""

from django.urls import reverse

from nvap.models import ImprovementAction, Query, Response, Return


def return_page(ret: Return) -> str:
    """The overview of a return."""
    return reverse("nvap:return", args=[ret.round.code, ret.force.code])


def answer_page(ret: Return, code: str) -> str:
    """The page of one action of a return."""
    return reverse("nvap:answer", args=[ret.round.code, ret.force.code, code])


def sign_page(ret: Return) -> str:
    """What changed, and the signature."""
    return reverse("nvap:sign", args=[ret.round.code, ret.force.code])


def versions_page(ret: Return) -> str:
    """Every version that was put before a chief officer."""
    return reverse("nvap:versions", args=[ret.round.code, ret.force.code])


def reading_page(ret: Return) -> str:
    """Reading the whole return; for VKPP also checking and coding."""
    return reverse("nvap:reading", args=[ret.round.code, ret.force.code])


def reading_answer_page(response: Response) -> str:
    """One answer as it is read and checked."""
    ret = response.ret
    return reverse("nvap:reading-answer", args=[ret.round.code, ret.force.code, response.action_version.code])


def queries_page(ret: Return) -> str:
    """All queries of a return."""
    return reverse("nvap:return-queries", args=[ret.round.code, ret.force.code])


def query_page(query: Query) -> str:
    """The thread of a query."""
    return reverse("nvap:query", args=[query.reference])


def improvement_page(improvement: ImprovementAction) -> str:
    """One improvement action."""
    return reverse("nvap:improvement", args=[improvement.reference])
