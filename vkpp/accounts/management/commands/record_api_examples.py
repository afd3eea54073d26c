"""`manage.py record_api_examples`: write again the examples of the API's description, from the demonstration."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vkpp.accounts import api_examples
from vkpp.core.api.examples import RECORDED
from vkpp.core.api.pages import description


class Command(BaseCommand):
    """Asks every address that can be read as the people of the demonstration, and keeps one answer of each shape."""

    help = "Record the examples of the API's description from the demonstration's data. Run “make docs” afterwards."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Examples are recorded from demo data only, never from real people's.")
        settings.API_RATE_TOKEN = 10**9
        found = api_examples.record(description("en-gb"))
        text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
        RECORDED.write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(f"{len(found)} examples in {RECORDED.name}")
