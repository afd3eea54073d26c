"""The Celery application and its timetable."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")

app = Celery("vkpp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "outbox-sweep": {"task": "vkpp.core.tasks.sweep_outbox", "schedule": 5.0},
    "audit-seal": {"task": "vkpp.core.tasks.seal_audit", "schedule": 60.0},
    "practice-chase-overdue": {"task": "practice.tasks.chase_overdue", "schedule": crontab(hour="6", minute="30")},
    "practice-alert-saved-searches": {
        "task": "practice.tasks.alert_saved_searches",
        "schedule": crontab(hour="7", minute="0"),
    },
}
