"""What is published for people outside the portal: told in the transaction of the change, sent on by whoever listens.

    publication.tell("practice.published", practice)

The event is a word for what happened; the thing is named by its primary key, and read again when the event is sent on,
so that nobody is told of what was taken back meanwhile.
"""

from django.db import models

from vkpp.core import outbox

KIND = "core.publication"


def tell(event: str, thing: models.Model) -> None:
    """Owe it to who sends it on."""
    outbox.announce(KIND, {"event": event, "thing": thing.pk})
