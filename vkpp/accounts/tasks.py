"""Background work of accounts: thin, safe to run twice."""

import datetime as dt

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from vkpp.accounts import sign_in_limits


@shared_task
def clear_sessions() -> int:
    """Forget sessions that have ended, and where they were; returns how many places."""
    call_command("clearsessions")
    longest = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    forgotten: int = UserSession.objects.filter(created_at__lt=timezone.now() - longest).delete()[0]
    return forgotten


@shared_task
def clear_sign_in_tries() -> int:
    """Forget failed sign-ins of more than a day ago."""
    return sign_in_limits.clear()
