"""Background work while the portal is read-only: it waits. What looks after the portal itself goes on.

    @shared_task(base=CaretakersTask)
    def seal_audit() -> bool: ...

What is owed and what people started stands in the database and is swept up afterwards. Work of the timetable that comes
once a day or an hour is written down as owed, once for each time of being read-only.
"""

from typing import Any

from celery import Task, current_app
from celery.schedules import crontab

from vkpp.core import outbox, service


class PortalTask(Task):  # type: ignore[type-arg]  # generic only for the type checker
    """Every task of the portal."""

    works_read_only = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Do it, or leave it until things may be changed again."""
        notice = None if self.works_read_only else service.current().read_only
        if notice is None:
            return super().__call__(*args, **kwargs)
        if self.name in on_timetable():
            outbox.owe(HELD, {"task": self.name}, key=f"held:{notice.pk}:{self.name}")
        return None


class CaretakersTask(PortalTask):
    """One that looks after the portal itself, and is done always."""

    works_read_only = True


HELD = "core.held_task"


def on_timetable() -> set[str]:
    """Names of the tasks that come at certain hours; the others come again within a minute."""
    entries = (current_app.conf.beat_schedule or {}).values()
    return {entry["task"] for entry in entries if isinstance(entry["schedule"], crontab)}


@outbox.handler(HELD)
def hand_out(payload: dict[str, Any]) -> None:
    """Start work of the timetable whose hour came while nothing could be changed."""
    task = current_app.tasks.get(payload["task"])
    if task is not None:
        task.apply_async(retry=False)
