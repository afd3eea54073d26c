"""Contact requests: A's owner asks a third force, and somebody there asks about A's practice."""

from practice.actions import contacts
from practice.models import Practice
from tests.factories.accounts import ForceFactory, person
from tests.security.checks import TYPED


def add_contacts(build):
    """`contact.sent` by A's owner to a third force, `contact.incoming` from there about an example of A."""
    other = ForceFactory(code="suffolk", benchmarked=False)
    their = person("contributor", other)
    sent = contacts.ask_force(force=other, text=f"Zzqcontactsent {TYPED}", by=build.owner)
    contacts.write(request=sent, text=f"Zzqcontactmessage {TYPED}", by=build.owner)
    practice = Practice.objects.get(pk=build.things["police.pk"])
    incoming = contacts.ask_about(practice=practice, text=f"Zzqcontacttheirs {TYPED}", by=their)
    build.things |= {"contact.sent": sent.reference, "contact.incoming": incoming.reference}
