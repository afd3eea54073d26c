"""Demonstration: an example on its way with a theory of change, and what VKPP staff asked about it."""

from typing import Any

from practice.actions import authoring, theory_talk
from practice.models import Comment, Practice
from practice.theory import sent

TITLE = "Demonstration: call-back within a day for repeat callers"
THEORY: dict[str, Any] = {
    "input": [
        {"text": "Two officers and a mental health nurse, one shift a day", "leads_to": ["activity-1"]},
        {"text": "A list of who called three times in a month", "leads_to": ["activity-1"]},
    ],
    "activity": [
        {"text": "The team rings each person within a day", "leads_to": ["output-1"]},
        {"text": "Partners agree who helps", "leads_to": ["output-2"]},
    ],
    "output": [
        {"text": "People reached", "leads_to": ["outcome-1"]},
        {"text": "Plans agreed with partners"},
    ],
    "outcome": [{"text": "People get help before the next crisis", "leads_to": ["impact-1"]}],
    "impact": [{"text": "Fewer people in crisis, and more time for those who are"}],
    "assumption": [{"text": "People answer a call from a number they do not know.", "about": "activity-1>output-1"}],
}


def load(staff: Any) -> None:
    """Once: the theory of the example that was returned to its authors, a comment on it and their answer."""
    practice = Practice.objects.filter(title=TITLE).first()
    if practice is None or hasattr(practice, "theory"):
        return
    owner = practice.owner
    authoring.save(practice=practice, values=sent.answers(THEORY), version=practice.version, by=owner)
    asked = theory_talk.comment(
        practice=practice,
        about="output-2",
        text="What do these plans lead to? There is no arrow to an outcome yet.",
        audience=Comment.Audience.AUTHORS,
        by=staff,
    )
    theory_talk.answer(comment=asked, text="To help before the next crisis, we think. We will draw it.", by=owner)
    theory_talk.comment(practice=practice, about="impact-1", text="Ask for figures in triage.", by=staff)
