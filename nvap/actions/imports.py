"""Importing plans, forms, crosswalks and peer groups from files: first a trial that writes nothing, then for good."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap import crosswalk_files, peer_files, plan_files
from nvap.actions import crosswalks, forms, peers, plans
from nvap.models import Framework
from vkpp.core.exceptions import Invalid

Values = Mapping[str, Any]
Lines = list[str]


def run(*, kind: str, text: str, values: Values, by: Any, trial: bool) -> Lines:
    """Import a file of this kind and say in sentences what it brings; a trial undoes everything it did."""
    plans.check_manager(by)
    with transaction.atomic():
        lines = KINDS[kind](text, values, by)
        if trial:
            transaction.set_rollback(True)
    return lines


def _plan(text: str, _values: Values, by: Any) -> Lines:
    loaded = plans.load_plan(data=plan_files.parse(text), by=by)
    lines = [
        _("%(title)s: %(themes)s themes, %(actions)s actions, %(links)s successions.")
        % {
            "title": loaded.title,
            "themes": loaded.themes,
            "actions": loaded.actions,
            "links": loaded.successions,
        }
    ]
    if loaded.replaced:
        lines.append(_("It replaces the draft of the same code."))
    if loaded.new_lineages:
        lines.append(_("New actions that no version had before: %s.") % ", ".join(loaded.new_lineages))
    lines += [_("Before it can be published: %s") % words for words in plans.missing_for_publication(loaded.plan)]
    return lines


def _form(text: str, _values: Values, by: Any) -> Lines:
    form = forms.load_form(data=plan_files.parse(text), by=by)
    counts = {"title": form.title, "questions": form.questions.count(), "rules": form.rules.count()}
    return [_("%(title)s: %(questions)s questions, %(rules)s rules.") % counts]


def _crosswalk(text: str, values: Values, by: Any) -> Lines:
    framework = Framework.objects.filter(code=values.get("framework", "")).first()
    if framework is None:
        raise Invalid({"framework": [_("Choose the framework that the file is about.")]})
    rows = crosswalk_files.read(text)
    items, links = crosswalks.load(framework=framework, rows=rows, by=by)
    return [
        _("%(name)s: %(items)s questions, %(links)s links to actions.")
        % {"name": framework.name, "items": items, "links": links}
    ]


def _peers(text: str, values: Values, by: Any) -> Lines:
    pairs = peer_files.read(text)
    words = {name: values.get(name, "") for name in ("code", "title", "kind", "method")}
    made = peers.load_set(**words, counts_self=bool(values.get("counts_self")), pairs=pairs, by=by)
    forces = len({force for force, _peer in pairs})
    return [
        ngettext(
            "%(title)s, version %(n)s: peers of %(forces)s force.",
            "%(title)s, version %(n)s: peers of %(forces)s forces.",
            forces,
        )
        % {"title": made.title, "n": made.version, "forces": forces}
    ]


KINDS: dict[str, Callable[[str, Values, Any], Lines]] = {
    "plan": _plan,
    "form": _form,
    "crosswalk": _crosswalk,
    "peers": _peers,
}

EXAMPLES = ("crosswalk", "peers")
"""Kinds of which there is a small file to start from, in nvap/data/examples."""
