"""`manage.py export_plan CODE`: write a plan or form version as the file that imports it again."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nvap import form_files, plan_files
from nvap.models import FormVersion, PlanVersion


class Command(BaseCommand):
    """Writes to standard output."""

    help = "Writes a plan or form version as JSON to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the plan or form, for example nvap-2021 or nvap-form-1")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = PlanVersion.objects.filter(code=options["code"]).first()
        form = FormVersion.objects.filter(code=options["code"]).first()
        if plan is not None:
            found = plan_files.export_plan(plan)
        elif form is not None:
            found = form_files.export_form(form)
        else:
            raise CommandError(f"There is no plan or form with the code {options['code']}.")
        self.stdout.write(json.dumps(found, indent=1, ensure_ascii=False))
