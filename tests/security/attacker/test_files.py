"""Files: those that force A's people have are nobody else's, and those that others have hold no word of force A."""

import pytest
from django.core.cache import cache
from django.db import transaction

from analytics.datasets.files import FORMATS
from tests.security.attacker.harvest import one_of_each, route_of
from tests.security.attacker.sending import body_of, insist_on_none
from tests.security.attacker.shared import may_see
from tests.security.checks import leaks
from tests.security.hostile.walk import WHOLE
from tests.security.world import IN_B
from vkpp.core import jobs
from vkpp.core.models import Job

pytestmark = pytest.mark.django_db

ASKING = ("anonymous", "contributor@B", "nvap_lead@B")
OTHERS = ("anonymous", "nobody", *IN_B, "evaluator", "peer_reviewer")


@pytest.mark.parametrize("actor", ASKING)
def test_data_sets_hold_nothing_of_others_in_any_format(world, actor):
    found, taken = [], 0
    browser = world.client(actor)
    listed = world.ask(actor, "get", "/api/v1/data-sets/", browser=browser)
    codes = [row["code"] for row in listed.json().get("results", [])] if listed.status_code == 200 else []
    for code in codes:
        for kind in FORMATS:
            cache.clear()
            answer = world.ask(actor, "get", f"/api/v1/data-sets/{code}/download/?format={kind}", browser=browser)
            taken += answer.status_code == 200
            if answer.status_code >= 500 or (markers := leaks(world, actor, answer, "api:data_set_download")):
                found.append((code, kind, answer.status_code, markers))
    insist_on_none(found)
    assert taken == len(codes) * len(FORMATS)


@pytest.mark.parametrize("actor", OTHERS)
def test_files_of_force_a_are_given_to_nobody_else(world, loot, actor, record_property):
    """Whatever force A's people can save, but for what is shared; of that no marker."""
    found = []
    files = list(loot.files) if WHOLE else one_of_each(loot.files)
    for address in files:
        cache.clear()
        answer = world.ask(actor, "get", address)
        given = "attachment" in answer.headers.get("Content-Disposition", "") and not may_see(world, actor, address)
        markers = leaks(world, actor, answer, route_of(address))
        if given or markers or answer.status_code >= 500:
            found.append((address, answer.status_code, given, markers))
    record_property("files", len(files))
    insist_on_none(found)
    assert len(files) > 10


def made_by(world, actor, forms):
    """Post each form as this person and do the long work that it starts: yields (form, job), undone afterwards."""
    for form in forms:
        with transaction.atomic():
            cache.clear()
            before = set(Job.objects.values_list("pk", flat=True))
            world.client(actor).post(form.action, body_of(form))
            for job in Job.objects.filter(owner=world.people[actor]).exclude(pk__in=before):
                jobs.run(job.pk)
                yield form, job
            transaction.set_rollback(True)


def posted(loot):
    """Each kind of form that is posted, once."""
    return {(form.route, form.typed): form for form in loot.forms.values() if form.method == "post"}.values()


def test_files_made_for_force_a_are_given_to_nobody_else(world, loot):
    maker, found, made = "nvap_lead@A", [], 0
    for form, job in made_by(world, maker, posted(loot)):
        address = f"/jobs/{job.pk}/file/"
        made += world.ask(maker, "get", address).status_code == 200
        for actor in OTHERS:
            cache.clear()
            statuses = [world.ask(actor, "get", one).status_code for one in (address, f"/jobs/{job.pk}/")]
            if statuses != ([302, 302] if actor == "anonymous" else [404, 404]):
                found.append((form.action, actor, statuses))
    insist_on_none(found)
    assert made >= 3


def test_files_made_for_force_b_hold_nothing_of_force_a(world, own):
    actor, found, made = "nvap_lead@B", [], 0
    for form, job in made_by(world, actor, posted(own)):
        answer = world.ask(actor, "get", f"/jobs/{job.pk}/file/")
        made += answer.status_code == 200
        if answer.status_code >= 500 or (markers := leaks(world, actor, answer, "job_file")):
            found.append((form.action, answer.status_code, markers))
    insist_on_none(found)
    assert made >= 2
