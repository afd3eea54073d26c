"""How the audit trail reads for learning events."""

from django.utils.translation import gettext_lazy as _

AUDIT = {
    "event.create": _("prepared a learning event"),
    "event.change": _("changed a learning event"),
    "event.publish": _("announced a learning event"),
    "event.cancel": _("cancelled a learning event"),
    "event.reinstate": _("let a cancelled learning event take place"),
    "event.finish": _("closed a learning event"),
    "event.feature": _("chose the practice of a learning event"),
    "event.book": _("booked a learning event"),
    "event.cancel_booking": _("cancelled a booking"),
    "event.move_up": _("gave a free place to the first of the waiting list"),
    "event.mark_attendance": _("noted who came to a learning event"),
    "event.read_bookings": _("opened the list of who booked"),
    "event.material_added": _("added a material"),
    "event.material_removed": _("took a material away"),
    "event.material_put_back": _("brought a material back"),
    "event.material_infected": _("refused a material with a virus"),
    "event.feedback": _("received feedback without a name"),
}
