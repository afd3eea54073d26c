import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from vkpp.accounts import held_data
from vkpp.accounts.models import User


class Command(BaseCommand):
    """Writes what is held about a person into a file, as an answer to a subject access request."""

    help = "Writes what is held about a person as JSON: the account, every row that names it, their part of the trail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address of the account")
        parser.add_argument("--out", metavar="FILE", help="the file to write; without it the text is printed")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}. Check it.")
        text = json.dumps(held_data.everything(user, by=None), cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
        if not options["out"]:
            self.stdout.write(text)
            return
        path = Path(options["out"])
        path.touch(mode=0o600)
        path.write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(f"{path}: {len(text):,} characters. Hand it over safely and remove it.")
