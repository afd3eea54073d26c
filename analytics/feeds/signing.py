"""How a message is signed: the Standard Webhooks way, which receivers in most languages have a library for.

Headers `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`: "v1," and the base64 of the HMAC-SHA256 of
"id.timestamp.body" under the secret, which is shown as "whsec_" and base64.
"""

import base64
import hashlib
import hmac

from django.conf import settings

SIGN = "whsec_"


def secret_of(salt: str) -> str:
    """A webhook's secret, from the portal's own key and what is stored of the webhook."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{salt}".encode(), hashlib.sha256).digest()
    return SIGN + base64.b64encode(key).decode()


def signature(secret: str, name: str, seconds: int, body: str) -> str:
    """The signature of one message."""
    key = base64.b64decode(secret.removeprefix(SIGN))
    signed = hmac.new(key, f"{name}.{seconds}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"
