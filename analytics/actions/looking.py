"""The log of who opened figures that name single forces."""

from typing import Any

from django.db import transaction

from nvap.models import Round
from vkpp.core import audit
from vkpp.core.models import Marking


@transaction.atomic
def look(*, round_: Round, by: Any) -> None:
    """Log that VKPP staff opened the levels of all forces in this round, which are OFFICIAL-SENSITIVE."""
    audit.record(by=by, verb="round.look", target=round_, after={"marking": Marking.OFFICIAL_SENSITIVE})
