"""Mail through GOV.UK Notify: a Django mail backend, chosen by EMAIL_BACKEND."""

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient


class GovUkNotifyBackend(BaseEmailBackend):
    """Sends each message with one Notify template that has the placeholders `subject` and `body`.

    What Notify does not take fails like a mail server: with an `SMTPException`.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        client = NotificationsAPIClient(settings.NOTIFY_API_KEY)  # type: ignore[no-untyped-call]  # the client has no types
        sent = 0
        for message in email_messages:
            for address in message.recipients():
                try:
                    client.send_email_notification(  # type: ignore[no-untyped-call]  # as above
                        email_address=address,
                        template_id=settings.NOTIFY_TEMPLATE_ID,
                        personalisation={"subject": message.subject, "body": message.body},
                        reference=str(message.extra_headers.get("Message-ID", "")) or None,
                    )
                except APIError as error:
                    raise SMTPException(f"GOV.UK Notify did not take the mail: {error}") from error
                sent += 1
        return sent
