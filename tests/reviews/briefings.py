"""Briefings as tests need them: a review with learning, a draft, one that is ready, a published one."""

import datetime as dt

from reviews.actions import briefing_parts, briefings
from tests.factories.reviews import a_case, a_coding, a_point


def learned(published="2026-02-10", theme="risk", state="assured", actions=(), **values):
    """A case review with one learning point."""
    case = a_case(state, published=published, **values)
    a_point(a_coding(case), theme, actions)
    return case


def a_briefing(author, **values):
    """A draft about the first quarter of 2026."""
    period = {"period_from": dt.date(2026, 1, 1), "period_to": dt.date(2026, 3, 31)}
    return briefings.create(values={"title": "Risk", "summary": "Look again.", **period, **values}, by=author)


def ready(author, **values):
    """A draft with a text and figures."""
    briefing = a_briefing(author, **values)
    briefing_parts.add_section(briefing=briefing, kind="text", values={"heading": "Why", "text": "Because."}, by=author)
    briefing_parts.add_section(briefing=briefing, kind="figures", values={"heading": "Numbers"}, by=author)
    return briefing


def published(author, colleague, **values):
    """A published one."""
    briefing = ready(author, **values)
    briefings.ask_review(briefing=briefing, reviewer=colleague, by=author)
    briefings.publish(briefing=briefing, by=colleague)
    return briefing
