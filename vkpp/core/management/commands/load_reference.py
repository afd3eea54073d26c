from typing import Any

from django.core.management.base import BaseCommand

from vkpp.core import loading


class Command(BaseCommand):
    """Loads forces, strands, taxonomies and whatever else every portal needs; safe to run again."""

    help = "Load reference data of all apps. Safe to run again: what is there is brought up to date."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for line in loading.load_reference():
            self.stdout.write(line)
