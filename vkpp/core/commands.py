"""Commands on the server that write for people: refused while the portal is read-only, as on its pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vkpp.core import read_only, service


class WritingCommand(BaseCommand):
    """A command that changes what people see."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Refuse, or go on."""
        notice = service.asked().read_only
        if notice is not None:
            raise CommandError(f"{read_only.sentence(notice)} Nothing was changed. `manage.py read_only off` ends it.")
        return super().execute(*args, **options)
