"""What is new in the bank, on the home page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from practice.models import BankEntry

SHOWN = 5


def new_in_bank(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The newest examples this person may read; nothing while the bank is empty."""
    newest = BankEntry.objects.visible_to(request.user).listed().order_by("-published_at", "-practice_id")
    rows = newest.values("reference", "title", "lead_organisation", "force_name", "published_at")[:SHOWN]
    entries = [{**row, "url": reverse("practice:entry", args=[row["reference"]])} for row in rows]
    return {"entries": entries} if entries else None
