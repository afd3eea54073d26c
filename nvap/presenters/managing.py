"""What VKPP administrators manage, at a glance: plans, forms, rounds, peer groups, crosswalks."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nvap import plan_files
from nvap.actions import imports, plans
from nvap.models import FormVersion, Framework, PeerSet, PlanVersion, Round
from nvap.presenters import rounds
from nvap.vocab import PlanState


def home(user: Any) -> dict[str, Any]:
    """The lists of the first page of managing."""
    kinds = PlanVersion.objects.visible_to(user).select_related("framework").annotate(count=Count("actions"))
    forms = FormVersion.objects.visible_to(user).annotate(count=Count("questions", distinct=True))
    sets = PeerSet.objects.visible_to(user).newest().select_related("owner")
    return {
        "plans": kinds,
        "forms": forms,
        "rounds": rounds.managed_list(Round.objects.visible_to(user)),
        "sets": sets.annotate(count=Count("members__force", distinct=True)),
        "frameworks": _frameworks(),
    }


def _frameworks() -> Any:
    """Frameworks with questions, each with how many links to it nobody has reviewed."""
    waiting = Count("items__crosswalks", filter=Q(items__crosswalks__reviewed_at=None), distinct=True)
    return Framework.objects.annotate(count=Count("items", distinct=True), waiting=waiting).filter(count__gt=0)


def plan_page(plan: PlanVersion) -> dict[str, Any]:
    """A version with its numbers, its successions, and what is missing before it can be published."""
    return {
        "plan": plan,
        "draft": plan.state == PlanState.DRAFT,
        "themes": plan.themes.annotate(count=Count("actions")),
        "actions": plan.actions.count(),
        "samples": plan.actions.filter(sample=True).count(),
        "successions": plan_files.successions_into(plan) if plan.previous_id else [],
        "problems": plans.missing_for_publication(plan) if plan.state == PlanState.DRAFT else [],
    }


def import_words(kind: str) -> dict[str, Any]:
    """Title and explanation of importing a file of this kind."""
    titles = {
        "plan": (_("Import a plan"), _("A JSON file as the portal exports it. It becomes a draft that you publish.")),
        "form": (
            _("Import a form"),
            _("A JSON file as the portal exports it. It becomes a draft until a round uses it."),
        ),
        "crosswalk": (
            _("Import a crosswalk"),
            _("A CSV file with the columns edition, code, text, note, action, relation, rationale and provenance."),
        ),
        "peers": (
            _("Import a peer group"),
            _("A CSV file with the columns force and peer, one row for each pair, by the codes of forces."),
        ),
    }
    title, words = titles[kind]
    return {"kind": kind, "import_title": title, "import_hint": words, "has_example": kind in imports.EXAMPLES}
