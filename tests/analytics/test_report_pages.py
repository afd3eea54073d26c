"""Who reads reports, and how they become files."""

import io
import zipfile

import pytest
from django.urls import reverse

from nvap.models import Response
from tests.analytics.test_pages import filled
from tests.analytics.test_reports import OWN, gap_of
from tests.analytics.world import work
from tests.factories.accounts import person
from tests.queries import queries
from vkpp.core import jobs
from vkpp.core.models import AuditEvent, Job

pytestmark = pytest.mark.django_db


def page(world, name="report-force", force=OWN, query=""):
    kwargs = {"round": world.round.code} | ({"force": force} if "force" in name else {})
    return reverse(f"analytics:{name}", kwargs=kwargs) + query


@pytest.mark.parametrize(
    ("role", "force", "status"),
    [
        ("nvap_lead", OWN, 200),
        ("chief_officer", OWN, 200),
        ("force_analyst", OWN, 200),
        ("contributor", OWN, 404),
        ("nvap_lead", "force-04", 404),
        ("vkpp_staff", None, 200),
        ("national_analyst", None, 404),
        ("peer_reviewer", None, 404),
    ],
)
def test_a_force_report_is_for_its_force_and_vkpp(client_for, role, force, status):
    world = filled()
    reader = person(role, world.forces[force]) if force else person(role)

    assert client_for(reader).get(page(world)).status_code == status
    assert client_for(reader).post(page(world, "report-force-pdf")).status_code == (302 if status == 200 else status)
    assert Job.objects.count() == (status == 200)


@pytest.mark.parametrize(
    ("role", "running", "published"),
    [("vkpp_staff", 200, 200), ("national_analyst", 404, 200), ("nvap_lead", 404, 200), ("peer_reviewer", 403, 403)],
)
def test_the_national_report_is_for_all_once_it_is_published(client_for, role, running, published):
    world = filled()
    reader = person(role, world.forces[OWN]) if role == "nvap_lead" else person(role)

    assert client_for(reader).get(page(world, "report-national")).status_code == running
    world.publish()
    work()
    shown = client_for(reader).get(page(world, "report-national", query="?basis=live"))
    assert shown.status_code == published
    if published == 200:
        assert ("Live" in [tab["label"] for tab in shown.context["tabs"]]) == (role == "vkpp_staff")


def test_the_page_says_what_the_report_says(client_for):
    world = filled()
    gap_of(world, OWN, "Nights are <b>not</b> covered.")

    words = client_for(person("nvap_lead", world.forces[OWN])).get(page(world)).content.decode()

    assert "Where Force 03 stands" in words
    assert "joint 9 of 12" in words
    assert "Nights are &lt;b&gt;not&lt;/b&gt; covered." in words
    assert "OFFICIAL-SENSITIVE" in words
    assert "style=" not in words


def test_vkpp_opening_a_report_is_logged(client_for):
    world = filled()
    staff = person("vkpp_staff")

    client_for(staff).get(page(world))

    assert AuditEvent.objects.filter(verb="return.look", actor_id=staff.pk).count() == 1


def test_a_worker_makes_the_file_and_only_its_owner_reads_it(client_for):
    world = filled()
    lead = person("nvap_lead", world.forces[OWN])

    client_for(lead).post(page(world, "report-force-pdf"), {"basis": "signed"})
    job = Job.objects.get()

    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.file_name, job.file_type, job.marking) == (
        *("where-force-03-stands-2026-round-signed.pdf", "application/pdf"),
        "official_sensitive",
    )
    assert job.file.read()[:5] == b"%PDF-"
    assert jobs.may_read(lead, job)
    assert not jobs.may_read(person("nvap_lead", world.forces["force-04"]), job)


def test_who_lost_the_role_no_longer_gets_the_file(client_for):
    world = filled()
    lead = person("nvap_lead", world.forces[OWN])
    client_for(lead).post(page(world, "report-force-pdf"))
    lead.memberships.all().delete()
    job = Job.objects.select_related("owner").get()

    assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "You may no longer read the return of this force.")


def test_a_pack_holds_one_report_for_each_force(client_for):
    world = filled()
    staff = person("vkpp_staff")

    client_for(staff).post(page(world, "report-pack"), {"basis": "live"})
    job = Job.objects.get()
    assert jobs.run(job.pk)

    job.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(job.file.read())) as pack:
        names = pack.namelist()
    assert names == [f"{name}/where-{name}-stands-2026-round-live.pdf" for name in sorted(world.forces)]
    assert (job.done, job.total) == (12, 12)


def test_a_pack_is_for_vkpp_alone(client_for):
    world = filled()
    world.publish()
    work()

    answer = client_for(person("nvap_lead", world.forces[OWN])).post(page(world, "report-pack"))

    assert (answer.status_code, Job.objects.count()) == (403, 0)


def test_queries_do_not_grow_with_actions(client_for):
    counts = []
    for number, codes in enumerate((("2.1.1",), ("2.1.2", "2.1.3", "2.1.4"))):
        world = filled(code=f"203{number}", codes=codes)
        Response.objects.filter(ret__round=world.round).update(has_gap=True)
        counts.append(queries(client_for(person("nvap_lead", world.forces[OWN])), page(world)))
    assert counts[0] == counts[1]
