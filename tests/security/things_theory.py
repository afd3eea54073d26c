"""Talk about the theory of change of examples: for staff only, and with the authors."""

from practice.actions import theory_talk
from practice.models import Comment, Practice
from tests.security.checks import TYPED

AUTHORS = Comment.Audience.AUTHORS


def add_theory_talk(build):
    """Of the example in triage: `theory.staff` for staff only, `theory.authors` with an answer; `theory.returned`."""
    submitted = Practice.objects.get(reference=build.things["submitted"])
    returned = Practice.objects.get(reference=build.things["returned"])
    inside = theory_talk.comment(
        practice=submitted,
        about="activity-1",
        text=f"Zzxsubmittedcommentstaff of the theory {TYPED}",
        by=build.staff,
        audience=Comment.Audience.STAFF,
    )
    asked = theory_talk.comment(
        practice=submitted, about="theory", text=f"Zzqsubmittedtheory? {TYPED}", by=build.staff, audience=AUTHORS
    )
    theory_talk.answer(comment=asked, text=f"Zzqsubmittedtheory answer {TYPED}", by=build.owner)
    back = theory_talk.comment(
        practice=returned, about="activity-1", text=f"Zzqreturntheory {TYPED}", by=build.staff, audience=AUTHORS
    )
    build.things |= {"theory.staff": inside.pk, "theory.authors": asked.pk, "theory.returned": back.pk}
