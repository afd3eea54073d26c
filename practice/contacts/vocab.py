"""The fixed words of contact requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactState(models.TextChoices):
    """Where a contact request stands."""

    ASKED = "asked", _("Waits for an answer")
    PASSED_ON = "passed_on", _("Passed on")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ContactSide(models.TextChoices):
    """On whose behalf somebody writes."""

    ASKER = "asker", _("Who asked")
    ASKED = "asked", _("Who was asked")
    VKPP = "vkpp", _("VKPP")


WAITING = (ContactState.ASKED, ContactState.PASSED_ON)
"""Nobody has answered yet."""
OPEN = (*WAITING, ContactState.ANSWERED)
"""Both sides may still write."""
ANSWER_DAYS = 10
"""Working days within which an answer is expected."""
REMINDERS = (5, ANSWER_DAYS)
"""Working days after the request on which who should answer is reminded."""
A_DAY = 10
"""How many requests one person may send within 24 hours."""
LONGEST = 4000
"""Characters of a question, an answer or a message."""
