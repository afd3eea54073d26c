"""Long lists of choices in groups, so that a person finds theirs: actions by theme, strands by kind."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from nvap.models import Action, Strand

Pairs = list[tuple[str, str]]
Groups = list[tuple[str, Pairs]]


def action_label(action: Action) -> str:
    """Code and title; what nobody has verified says so."""
    return _("%(action)s (sample)") % {"action": action} if action.sample else str(action)


def _actions() -> Groups:
    groups: dict[str, Pairs] = {}
    for action in Action.objects.order_by("theme_code", "code"):
        groups.setdefault(action.theme, []).append((action.code, action_label(action)))
    return list(groups.items())


def _strands() -> Groups:
    rows = list(Strand.objects.filter(selectable=True))
    return [
        (title, pairs)
        for title, wanted in ((_("Vulnerability"), False), (_("Serious violence"), True))
        if (pairs := [(row.code, row.label) for row in rows if row.serious_violence is wanted])
    ]


GROUPED: dict[str, Callable[[], Groups]] = {"actions": _actions, "strands": _strands}


def shown(groups: Groups, chosen: list[str], name: str, unfolded: int = 3) -> Iterator[dict[str, object]]:
    """Groups as the template prints them: title, how many are chosen, whether it begins open, options with id and tick.

    A group begins open where something in it is chosen, and where there are no more groups than may be unfolded.
    """
    number = 0
    for title, pairs in groups:
        options = []
        for code, label in pairs:
            number += 1
            options.append({"id": f"id_{name}_{number}", "value": code, "label": label, "checked": code in chosen})
        count = sum(code in chosen for code, _label in pairs)
        yield {"title": title, "options": options, "chosen": count, "open": count or len(groups) <= unfolded}
