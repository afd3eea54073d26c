"""The calls a new portal starts with: one that is always open, and one on the voice of the victim."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from practice.actions import calls
from practice.models import Call

WEEKS_OPEN = 12
ALWAYS_OPEN: dict[str, Any] = {
    "title": "Practice on vulnerability and serious violence",
    "theme": "Vulnerability and serious violence",
    "description": (
        "Tell other forces what you do to protect people: prevention, diversion, work with offenders, work at a place, "
        "or a change to how your organisation works.\n\n"
        "It should be running or have run; it need not have been evaluated. Small and local is as welcome as large. "
        "You decide what may happen with your example and can take each permission back."
    ),
    "sponsors": "Vulnerability Knowledge and Practice Programme",
    "strands": [],
    "closes_at": None,
    "grace_minutes": 15,
    "sealed": False,
}
VICTIMS_VOICE: dict[str, Any] = {
    "title": "Voice of the Victim",
    "theme": "Voice of the Victim",
    "description": (
        "How does your force hear what victims think, wish and experience, and what has changed because of it?\n\n"
        "We look for practice that goes beyond the least that the Victims' Code asks for. It feeds the national work on "
        "the trust and confidence of victims and communities."
    ),
    "sponsors": (
        "NPCC lead for Violence and Public Protection\nNPCC lead for Violence Against Women and Girls\n"
        "NPCC lead for Child Protection and Abuse Investigation\nNPCC lead for Victims and Witnesses"
    ),
    "strands": ["VAWG", "DA", "RASSO", "CA"],
    "grace_minutes": 60,
    "sealed": False,
}
QUESTIONS: list[dict[str, Any]] = [
    {
        "code": "how-heard",
        "kind": "some_of",
        "text": "How do you hear the voice of victims?",
        "hint": "Choose all that apply.",
        "options": ["Survey", "Interview or conversation", "Victims' panel", "Through a partner organisation", "Other"],
        "required": True,
    },
    {
        "code": "beyond-code",
        "kind": "yes_no",
        "text": "Does it go beyond what the Victims' Code asks for?",
        "hint": "",
        "options": [],
        "required": True,
    },
    {
        "code": "how-beyond",
        "kind": "long_text",
        "text": "In what way does it go beyond?",
        "hint": "One or two sentences are enough.",
        "options": [],
        "required": True,
        "shown_when": "beyond-code",
        "shown_when_answer": "yes",
    },
]


def load() -> Iterator[str]:
    """Make each of the two calls if it is not there; later changes by administrators stay."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    end = timezone.localtime(now + dt.timedelta(weeks=WEEKS_OPEN)).replace(hour=17)
    _make("open-call", ALWAYS_OPEN | {"opens_at": now}, [])
    _make("voice-of-the-victim", VICTIMS_VOICE | {"opens_at": now, "closes_at": end}, QUESTIONS)
    yield f"{Call.objects.count()} calls for practice."


def _make(slug: str, values: dict[str, Any], questions: list[dict[str, Any]]) -> None:
    if Call.objects.filter(slug=slug).exists():
        return
    call = calls.create(values=values, by=None, slug=slug)
    calls.set_questions(call=call, questions=questions, by=None)
    calls.announce(call=call, by=None)
