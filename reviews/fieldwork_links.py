"""The addresses of fieldwork, findings, report and what comes after."""

from django.urls import reverse

from nvap.models import Action
from reviews.models import Interview, PeerReport, PeerReview


def interviews_page(review: PeerReview) -> str:
    """The plan of conversations."""
    return reverse("reviews:peer-interviews", args=[review.reference])


def interview_page(interview: Interview) -> str:
    """One conversation with its notes."""
    return reverse("reviews:peer-interview", args=[interview.review.reference, interview.pk])


def notes_page(review: PeerReview) -> str:
    """The team's notes."""
    return reverse("reviews:peer-notes", args=[review.reference])


def findings_page(review: PeerReview) -> str:
    """The picture of strength."""
    return reverse("reviews:peer-findings", args=[review.reference])


def action_page(review: PeerReview, action: Action) -> str:
    """Judgement, findings and recommendations on one action."""
    return reverse("reviews:peer-action", args=[review.reference, action.code])


def report_page(review: PeerReview) -> str:
    """The report: as it is written, or as it was sent."""
    return reverse("reviews:peer-report", args=[review.reference])


def version_page(report: PeerReport) -> str:
    """One version of the report as it was sent."""
    return reverse("reviews:peer-report-version", args=[report.review.reference, report.number])


def calibration_page(review: PeerReview) -> str:
    """Self-assessment beside judgement."""
    return reverse("reviews:peer-calibration", args=[review.reference])


def follow_up_page(review: PeerReview) -> str:
    """What has moved since the report."""
    return reverse("reviews:peer-follow-up", args=[review.reference])
