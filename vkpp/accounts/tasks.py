"""Background work of accounts: thin, safe to run twice."""

from celery import shared_task

from vkpp.accounts import sign_in_limits


@shared_task
def clear_sign_in_tries() -> int:
    """Forget failed sign-ins of more than a day ago."""
    return sign_in_limits.clear()
