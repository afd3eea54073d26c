"""The Celery application and its timetable."""

import logging.config
import os
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")

app = Celery("vkpp", task_cls="vkpp.core.work:PortalTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)  # the request id of who asked goes with the task
app.steps["consumer"].add("vkpp.core.hearing:Hearing")

app.conf.beat_schedule = {
    "outbox-sweep": {"task": "vkpp.core.tasks.sweep_outbox", "schedule": 5.0},
    "analytics-rebuild": {"task": "analytics.tasks.rebuild_summaries", "schedule": crontab(hour="2", minute="30")},
    "analytics-overlaps": {"task": "analytics.tasks.look_for_overlaps", "schedule": crontab(hour="4", minute="10")},
    "audit-verify": {"task": "vkpp.core.tasks.verify_audit", "schedule": crontab(hour="1", minute="45")},
    "audit-seal": {"task": "vkpp.core.tasks.seal_audit", "schedule": 60.0},
    "retention": {"task": "vkpp.core.tasks.apply_retention", "schedule": crontab(hour="3", minute="20")},
    "jobs-sweep": {"task": "vkpp.core.tasks.sweep_jobs", "schedule": 30.0},
    "nvap-end-waivers": {"task": "nvap.tasks.end_waivers", "schedule": crontab(hour="0", minute="10")},
    "nvap-remind": {"task": "nvap.tasks.remind", "schedule": crontab(hour="6", minute="45")},
    "analytics-remind-help": {"task": "analytics.tasks.remind_of_help", "schedule": crontab(hour="6", minute="55")},
    "reviews-common-words": {"task": "reviews.tasks.gather_common_words", "schedule": crontab(minute="10")},
    "reviews-remind-owners": {"task": "reviews.tasks.remind_owners", "schedule": crontab(hour="6", minute="50")},
    "reviews-remind-peers": {
        "task": "reviews.tasks.remind_of_peer_reviews",
        "schedule": crontab(hour="6", minute="55"),
    },
    "nvap-summarise": {"task": "nvap.tasks.summarise", "schedule": crontab(hour="7", minute="0", day_of_week="mon")},
    "practice-remind-introductions": {
        "task": "practice.tasks.remind_of_introductions",
        "schedule": crontab(hour="6", minute="40"),
    },
    "practice-remind-of-evaluations": {
        "task": "practice.tasks.remind_of_evaluations",
        "schedule": crontab(hour="6", minute="35"),
    },
    "practice-settle-reports": {"task": "practice.tasks.settle_reports", "schedule": 60.0},
    "practice-freeze-questions": {"task": "practice.tasks.freeze_questions", "schedule": 60.0},
    "practice-chase-overdue": {"task": "practice.tasks.chase_overdue", "schedule": crontab(hour="6", minute="30")},
    "practice-remind-contacts": {
        "task": "practice.tasks.remind_of_contacts",
        "schedule": crontab(hour="7", minute="5"),
    },
    "practice-remind-reviews": {"task": "practice.tasks.remind_of_reviews", "schedule": crontab(hour="6", minute="35")},
    "practice-remind-results": {"task": "practice.tasks.remind_of_results", "schedule": crontab(hour="6", minute="40")},
    "practice-look-after-events": {
        "task": "practice.tasks.look_after_events",
        "schedule": crontab(hour="6", minute="40"),
    },
    "practice-alert-saved-searches": {
        "task": "practice.tasks.alert_saved_searches",
        "schedule": crontab(hour="7", minute="0"),
    },
}


@signals.worker_init.connect
def sign_as_worker(sender: Any, **_arguments: Any) -> None:
    """A worker writes down that it lives (`vkpp/core/signs.py`)."""
    from vkpp.core.signs import WorkerSign

    sender.app.steps["worker"].add(WorkerSign)


@signals.beat_init.connect
def sign_as_beat(**_arguments: Any) -> None:
    """So does beat, whenever it hands out work."""
    from vkpp.core.signs import beat_sign

    beat_sign.begin()


@signals.setup_logging.connect
def keep_our_logging(**_arguments: Any) -> None:
    """Workers write the same lines as the web process (Celery would otherwise set up its own)."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
