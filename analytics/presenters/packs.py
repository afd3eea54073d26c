"""The pages of evidence packs."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from analytics.actions.packing import PACK
from analytics.forms.packs import PackForm
from analytics.packs import document, making, said
from analytics.packs.choice import Edition, codes_of
from analytics.packs.said import MARKING
from nvap.models import FrameworkItem
from vkpp.accounts.models import Force
from vkpp.core import jobs
from vkpp.core.models import Job

SHOWN = 5


def address(force: Force, edition: Edition | None = None) -> str:
    """Where a pack of this force is chosen, with the edition that is open first."""
    page = reverse("analytics:pack-choose", args=[force.code])
    return f"{page}?{urlencode({'edition': edition.key})}" if edition is not None else page


def front(user: Any, forces: Iterable[Force]) -> dict[str, Any]:
    """The forces to choose from, by region, and the packs made before."""
    by_region: dict[str, list[dict[str, str]]] = {}
    for force in sorted(forces, key=lambda one: (one.region, one.name)):
        by_region.setdefault(force.region, []).append({"name": force.name, "href": address(force)})
    mine = Job.objects.visible_to(user).filter(kind=PACK)[:SHOWN]
    return {"regions": by_region.items(), "made": [_made(job) for job in mine]}


def choose(user: Any, form: PackForm, *, asked: bool = False) -> dict[str, Any]:
    """The editions as tabs, and the questions of one to tick; `asked`: with what is wrong in what was chosen."""
    ticked = form.ticked
    tabs = [
        {"label": one.title, "href": address(form.force, one), "current": one == form.edition, "count": None}
        for one in form.known
    ]
    return {
        "force": form.force,
        "edition": form.edition,
        "tabs": tabs,
        "questions": [_question(item, ticked) for item in form.items],
        "preview": reverse("analytics:pack-preview", args=[form.force.code]),
        "errors": [{"href": "#item-first", "text": words} for words in form.errors.get("item", [])] if asked else [],
        "made": [_made(job) for job in jobs.about(form.force, user, PACK)[:SHOWN]],
        "marking": MARKING.value,
    }


def _question(item: FrameworkItem, ticked: set[str]) -> dict[str, Any]:
    return {
        "pk": item.pk,
        "item": item,
        "codes": ", ".join(codes_of(item)),
        "ticked": str(item.pk) in ticked,
        "sample": "unverified" in item.provenance,
    }


def _made(job: Job) -> dict[str, Any]:
    return {"title": job.title, "href": jobs.address(job), "at": job.created_at}


def preview(user: Any, form: PackForm) -> dict[str, Any]:
    """What would be in the pack at this moment."""
    wanted = form.wanted
    pack = said.build(wanted, user)
    query = [("edition", wanted.edition.key), *(("item", str(item.pk)) for item in wanted.items)]
    return {
        "pack": pack,
        "force": wanted.force,
        "stats": document.stats(pack),
        "questions": _by_question(pack),
        "chosen": query,
        "change": f"{reverse('analytics:pack-choose', args=[wanted.force.code])}?{urlencode(query)}",
        "make": reverse("analytics:pack-make", args=[wanted.force.code]),
        "marking": MARKING.value,
        "too_much": pack["size"] > making.MOST,
    }


def _by_question(pack: said.Said) -> list[dict[str, Any]]:
    """The questions with their actions; each action is told in full where it stands `first`."""
    by_code = {one["code"]: one for one in pack["actions"]}
    seen: set[str] = set()
    found = []
    for row in pack["questions"]:
        codes = [link["code"] for link in row["links"]]
        actions = [
            {**link, **by_code[link["code"]], "first": link["code"] not in seen, "place": f"action-{link['code']}"}
            for link in row["links"]
        ]
        seen.update(codes)
        found.append({**row, "actions": actions})
    return found
