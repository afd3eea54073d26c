"""`manage.py write_docs`: write the pages of docs/ that are made from code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from vkpp.core import derived_docs


class Command(BaseCommand):
    """Writes each derived page; a test fails when one is out of date."""

    help = "Writes the pages of docs/ that are made from code."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in derived_docs.pages():
            (Path(settings.BASE_DIR) / "docs" / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
