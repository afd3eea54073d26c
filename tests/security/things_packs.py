"""An evidence pack that the lead of force A had made."""

from analytics.actions import packing
from analytics.packs import choice
from vkpp.core import jobs


def add_packs(build):
    """Of every question of the framework that the plans' things load."""
    edition = next(one for one in choice.editions() if one.framework.code == "peel")
    wanted = choice.Choice(build.forces["A"], edition, tuple(choice.items_of(edition)))
    job = packing.start(wanted=wanted, whole=True, by=build.person("nvap_lead@A"))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    build.things["pack"] = job.pk
