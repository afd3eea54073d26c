"""What `manage.py check --deploy` refuses besides Django's own findings: each in a sentence that says what to set."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import register as register_check

UNSENDING = ("demo_mail", "console", "locmem", "dummy", "filebased")


def register() -> None:
    """Called by the settings, so that every command knows the checks."""
    register_check(refuse_unfit_production, Tags.security, deploy=True)


def refuse_unfit_production(**_chosen: Any) -> list[CheckMessage]:
    """All rules that the settings break, each by its own id."""
    return [
        Error(sentence, id=f"portal.E{number:03}")
        for number, (broken, sentence) in enumerate(RULES, start=1)
        if broken()
    ]


def _is_example(address: str) -> bool:
    return address.rstrip("> ").endswith(".example")


def _has_no_place_for_files() -> bool:
    return not settings.S3_BUCKET and bool(settings.MEDIA_ROOT.is_relative_to(settings.LOCAL_DIR))


RULES: list[tuple[Callable[[], bool], str]] = [
    (
        lambda: settings.DEMO,
        "ENVIRONMENT is not production: demo mails and an embedded database. Set ENVIRONMENT=production.",
    ),
    (
        lambda: not settings.SITE_URL.startswith("https://"),
        "SITE_URL is not https. Set it to the address people type, for example SITE_URL=https://portal.police.uk.",
    ),
    (
        lambda: "*" in settings.ALLOWED_HOSTS,
        "ALLOWED_HOSTS lets any name in. Name the hosts, for example ALLOWED_HOSTS=portal.police.uk.",
    ),
    (
        lambda: any(word in settings.EMAIL_BACKEND for word in UNSENDING),
        "Mails would not be sent. Set EMAIL_BACKEND to django.core.mail.backends.smtp.EmailBackend, and EMAIL_HOST.",
    ),
    (
        lambda: _is_example(settings.DEFAULT_FROM_EMAIL) or _is_example(settings.MAIL_DOMAIN),
        "Mails would come from an invented address. Set DEFAULT_FROM_EMAIL and MAIL_DOMAIN to addresses of yours.",
    ),
    (
        lambda: (
            "govuk_notify" in settings.EMAIL_BACKEND and not (settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID)
        ),
        "GOV.UK Notify is chosen without its key. Set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID.",
    ),
    (
        lambda: not settings.CLAMAV_HOST,
        "Attachments would not be scanned for viruses. Set CLAMAV_HOST to the machine that runs ClamAV's clamd.",
    ),
    (
        _has_no_place_for_files,
        "Attachments would lie in a folder for demonstrations. Set MEDIA_ROOT, or S3_BUCKET for S3-compatible storage.",
    ),
    (
        lambda: 0 < len(settings.METRICS_TOKEN) < 32,
        "METRICS_TOKEN can be guessed. Set at least 32 random characters, or leave it empty.",
    ),
    (
        lambda: any(not row["server_url"].startswith("https://") for row in settings.OIDC_PROVIDERS),
        "A sign-in service in OIDC_PROVIDERS is not https. Passwords would travel in the open; use its https address.",
    ),
]
