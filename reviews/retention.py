"""What stays of people who left with reviews, and why case reviews have no end."""

from django.utils.translation import gettext_lazy as _

from vkpp.core import personal, retention
from vkpp.core.retention import Kept

KEPT = Kept(
    what=_("Case reviews, peer reviews and what was learned from them, with who worked on them"),
    how_long=_("as long as the portal"),
    why=_("learning is compared over years; no text of them may name a victim, child, suspect or family"),
    order=13,
)


def register() -> None:
    """Called once when the app is ready."""
    retention.register_kept(KEPT)
    personal.stays("reviews.BriefingRead.person", "reviews.Interview_leads.user")
    personal.about("reviews.TeamMember.person", "reviews.PeerFeedback.person", "reviews.BriefingFeedback.person")
