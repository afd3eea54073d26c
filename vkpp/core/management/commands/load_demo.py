from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vkpp.core import loading


class Command(BaseCommand):
    """Loads demo people and demo records through the same actions as the pages; never in production."""

    help = "Load demo data of all apps, after the reference data. Safe to run again: what is there stays as it is."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Demo data has known passwords and is never loaded in production. Use load_reference there."
            )
        for line in loading.load_reference():
            self.stdout.write(line)
        for line in loading.load_demo():
            self.stdout.write(line)
