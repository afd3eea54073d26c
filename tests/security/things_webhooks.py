"""A webhook of the owner, and a message that was given up."""

from analytics.actions import webhooks
from analytics.models import Delivery
from tests.security.checks import TYPED


def add_webhooks(build):
    """Of the owner alone."""
    owner = build.person("owner")
    webhook, _secret = webhooks.add(
        owner=owner, name=f"Zzqwebhook {TYPED}", url="https://zzqhook.example/", events=["practice.published"], by=owner
    )
    message = Delivery.objects.create(
        webhook=webhook, event="practice.published", body="{}", state="failed", attempts=8, answer=f"No {TYPED}"
    )
    build.things |= {"webhook": webhook.pk, "webhook.message": message.pk}
