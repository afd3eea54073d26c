"""Mails about rounds and evaluations: what happened and a link, never a text of an example."""

from django.utils.translation import gettext_lazy as _

from nvap.telling import holders, tell
from practice.models import CommissionedEvaluation, EvaluationRound
from practice.shortlist.links import commission_page, round_page
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission
from vkpp.core import mail_topics
from vkpp.core.mail_topics import Topic
from vkpp.core.notify import notify

mail_topics.register(
    Topic(
        "shortlist",
        _("Choosing practice for evaluation"),
        _("When scores are asked for, a week before scoring ends, and when milestones of an evaluation are due."),
        ("shortlist_scoring", "shortlist_scores_due", "evaluation_due"),
        72,
    )
)
mail_topics.register(
    Topic(
        "evaluation",
        _("Evaluation of your examples"),
        _("When one of your examples is chosen for an independent evaluation, and when it has a result."),
        ("shortlist_chosen", "evaluation_result"),
        73,
    )
)


def ask_for_scores(round_: EvaluationRound, by: User | None) -> None:
    """Everybody who scores learns that a round is open."""
    tell(scorers(), "shortlist_scoring", about=round_, link=round_page(round_, "candidates"), by=by)


def scorers() -> list[User]:
    """Everybody who scores."""
    return list(holders(Permission.SHORTLIST_SCORE))


def managers() -> list[User]:
    """Everybody who decides and follows evaluations."""
    return list(holders(Permission.SHORTLIST_MANAGE))


def remind_of_scores(round_: EvaluationRound, person: User, left: int) -> None:
    """A week before the end: how many candidates wait for this person."""
    notify(
        to=person,
        kind="shortlist_scores_due",
        context={"about": round_, "left": left},
        link=round_page(round_, "candidates"),
        about=round_,
    )


def remind_of_milestones(evaluation: CommissionedEvaluation, person: User, due: int) -> None:
    """Milestones that are due within a fortnight or past their day."""
    notify(
        to=person,
        kind="evaluation_due",
        context={"about": evaluation, "due": due},
        link=commission_page(evaluation),
        about=evaluation,
    )
