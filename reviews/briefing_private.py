"""What looks like personal data in the texts of a briefing, and has not been looked at yet."""

from reviews.models import Briefing
from vkpp.core import personal_data
from vkpp.core.personal_data import Finding


def undecided(briefing: Briefing) -> list[Finding]:
    """Likely personal data in title, summary, sections and actions that nobody has said to keep."""
    texts = {"title": briefing.title, "summary": briefing.summary, "inclusion_rule": briefing.inclusion_rule}
    texts |= {f"section {one.pk}": f"{one.heading}\n{one.text}" for one in briefing.sections.all()}
    texts |= {f"action {one.pk}": one.why for one in briefing.actions.all()}
    return personal_data.undecided(personal_data.find(texts), briefing.personal_data_kept)
