"""Data sets of case reviews: the catalogue, what was learned, and what was recommended."""

from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from reviews import people
from reviews.api.cases import CaseFilters
from reviews.api.learning import PointFilters
from reviews.api.recommendations import RecommendationFilters
from reviews.models import CaseReview, LearningPoint, Recommendation
from reviews.vocab import AgeBand, CaseState, Context, Known, Level, Outcome, PointKind, RecommendationState, Sex
from vkpp.core.models import Marking

LICENCE = _("The reviews are published by the boards named; quote them. The coding is VKPP’s, for work in policing.")


def cases(user: Any) -> "models.QuerySet[CaseReview]":
    """The reviews in the catalogue that this person may read."""
    found: models.QuerySet[CaseReview] = CaseReview.objects.visible_to(user).in_catalogue()
    return found


def points(user: Any) -> "models.QuerySet[LearningPoint]":
    """The learning points that this person may read and that figures count."""
    found: models.QuerySet[LearningPoint] = LearningPoint.objects.visible_to(user).counted()
    return found


def recommendations(user: Any) -> "models.QuerySet[Recommendation]":
    """The recommendations this person may read."""
    found: models.QuerySet[Recommendation] = Recommendation.objects.visible_to(user)
    return found


REVIEWS = DataSet(
    code="reviews",
    title=_("Case reviews"),
    a_row=_("One published review of a death or of serious harm that met the inclusion rule."),
    about=_(
        "The catalogue of case reviews with their coded facts. No row names a child, victim or family; ages are bands. "
        "Whole documents are in the portal."
    ),
    licence=LICENCE,
    may_read=people.may_read,
    filters=CaseFilters,
    rows=cases,
    sensitive=lambda user: cases(user).filter(marking=Marking.OFFICIAL_SENSITIVE).exists(),
    columns=(
        Column("reference", Kind.TEXT, _("For example CR-00042. Never changes.")),
        Column("type", Kind.TEXT, _("Code of the kind of review."), "type__code"),
        Column("title", Kind.TEXT, _("As it is published.")),
        Column("partnership", Kind.TEXT, _("The board or partnership that published it.")),
        Column("force", Kind.TEXT, _("Code of the force; none: none, or more than one."), "force__code"),
        Column("published", Kind.TEXT, _("As exactly as it is known: 2021, 2021-05 or 2021-05-17.")),
        Column("incident_year", Kind.INTEGER, _("Year of the incident.")),
        Column("outcome", Kind.TEXT, _("What happened to the person."), values=Outcome.choices),
        Column("age_band", Kind.TEXT, _("Age of the person at the incident, in bands."), values=AgeBand.choices),
        Column("sex", Kind.TEXT, _("Sex of the person, as the review gives it."), values=Sex.choices),
        Column("context", Kind.TEXT, _("Where the harm came from."), values=Context.choices),
        Column("harm_types", Kind.CODES, _("Codes of kinds of harm.")),
        Column("strands", Kind.CODES, _("Codes of strands of vulnerability.")),
        Column("police_before", Kind.TEXT, _("Whether police were involved before."), values=Known.choices),
        Column("summary", Kind.TEXT, _("In a few sentences.")),
        Column("source_url", Kind.TEXT, _("Where it is published.")),
        Column(
            "state", Kind.TEXT, _("Where it stands between being included and being used."), values=CaseState.choices
        ),
        Column("sent_at", Kind.MOMENT, _("When it was sent in.")),
        Column("assured_at", Kind.MOMENT, _("When its learning was quality-assured.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed.")),
        MARKING,
    ),
)
ACTIONS_OF_POINT = ArraySubquery(
    LearningPoint.actions.through.objects.filter(point=OuterRef("pk")).order_by("action__code").values("action__code")
)
POINTS = DataSet(
    code="learning_points",
    title=_("Learning points"),
    a_row=_("One thing to be learned from a case review, agreed by two coders or by the file it came in."),
    about=_(
        "What is to be learned from quality-assured case reviews: theme, level, strands, actions of the plan, the "
        "passage and what the review recommends. No point names a person."
    ),
    licence=LICENCE,
    may_read=people.may_read,
    filters=PointFilters,
    rows=points,
    sensitive=lambda user: points(user).filter(review__marking=Marking.OFFICIAL_SENSITIVE).exists(),
    columns=(
        Column("id", Kind.INTEGER, _("Number of the learning point.")),
        Column("review", Kind.TEXT, _("Reference of the case review."), "review__reference"),
        Column("review_type", Kind.TEXT, _("Code of the kind of review."), "review__type__code"),
        Column(
            "published", Kind.TEXT, _("When the review was published, as exactly as it is known."), "review__published"
        ),
        Column("theme", Kind.TEXT, _("Code of its theme."), "theme__code"),
        Column("theme_label", Kind.TEXT, _("Name of its theme."), "theme__label"),
        Column("taxonomy", Kind.INTEGER, _("Version of the themes it was coded with."), "coding__taxonomy__number"),
        Column("level", Kind.TEXT, _("Whom it is for."), values=Level.choices),
        Column("kind", Kind.TEXT, _("Whether it went wrong or well."), values=PointKind.choices),
        Column("text", Kind.TEXT, _("The learning, in the coders’ words.")),
        Column("quote", Kind.TEXT, _("The passage of the review.")),
        Column("page_number", Kind.INTEGER, _("The page of the passage.")),
        Column("recommendation", Kind.TEXT, _("What the review recommends about it.")),
        Column("strands", Kind.CODES, _("Codes of strands of vulnerability.")),
        Column("actions", Kind.CODES, _("Codes of the actions of the plan that it concerns."), ACTIONS_OF_POINT),
        Column("assured_at", Kind.MOMENT, _("When its review was quality-assured."), "review__assured_at"),
        replace(MARKING, source="review__marking"),
    ),
)
RECOMMENDATIONS = DataSet(
    code="recommendations",
    title=_("Recommendations"),
    a_row=_("One thing that a case review or a peer review asks somebody to do."),
    about=_(
        "Recommendations of quality-assured case reviews, and of the peer reviews of your own force or that you are on, "
        "with what became of them."
    ),
    licence=LICENCE,
    may_read=lambda user: bool(user.is_authenticated) and (people.may_read(user) or recommendations(user).exists()),
    filters=RecommendationFilters,
    rows=recommendations,
    sensitive=lambda user: recommendations(user).filter(marking=Marking.OFFICIAL_SENSITIVE).exists(),
    columns=(
        Column("reference", Kind.TEXT, _("For example RC-00042. Never changes.")),
        Column("case_review", Kind.TEXT, _("Reference of the case review it comes of."), "review__reference"),
        Column("peer_review", Kind.TEXT, _("Reference of the peer review it comes of."), "peer_review__reference"),
        Column("text", Kind.TEXT, _("What should be done.")),
        Column("action", Kind.TEXT, _("Code of the action of the plan it concerns."), "action__code"),
        Column("force", Kind.TEXT, _("Code of the force it is for."), "force__code"),
        Column("body", Kind.TEXT, _("To whom, when it is not for a force.")),
        Column("state", Kind.TEXT, _("What became of it."), values=RecommendationState.choices),
        Column("due_on", Kind.DATE, _("By when.")),
        Column(
            "improvement",
            Kind.TEXT,
            _("Reference of the improvement action that the force made of it."),
            "improvement__reference",
        ),
        Column("created_at", Kind.MOMENT, _("When it was made.")),
        Column("closed_at", Kind.MOMENT, _("When it was done or not accepted.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed.")),
        Column("version", Kind.INTEGER, _("Counts changes.")),
        MARKING,
    ),
)
