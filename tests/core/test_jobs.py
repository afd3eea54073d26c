"""Long work: started once, done once, taken again after a killed worker, read by nobody else."""

import datetime as dt
import uuid

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.queries import queries
from vkpp.core import jobs, outbox, retention
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.models import AuditEvent, Job, OutboxItem

pytestmark = pytest.mark.django_db
READERS = {"all": True}


def may_read(_user, _job):
    return READERS["all"]


@jobs.register("tests.file", may_read=may_read)
def make_file(progress):
    progress.total(2, "Writing the file")
    progress.step(2)
    progress.file("numbers.csv", b"n\n1\n", "text/csv")


@jobs.register("tests.go_on")
def go_on(progress):
    progress.next("/help/", "Go on")


@jobs.register("tests.refuse")
def refuse(progress):
    progress.file("half.csv", b"half")
    if progress.payload.get("invalid"):
        raise Invalid({"": ["The round is closed."]})
    progress.fail("Choose another file.")


@jobs.register("tests.break")
def break_down(progress):
    progress.file("half.csv", b"half")
    raise RuntimeError("a bug")


@jobs.register("tests.slow")
def slow(progress):
    raise SoftTimeLimitExceeded


@jobs.register("tests.overtaken")
def overtaken(progress):
    """Another worker takes the job while this one works."""
    progress.file("half.csv", b"half")
    Job.objects.filter(pk=progress.job.pk).update(claim=uuid.uuid4())
    progress.beat()


@pytest.fixture(autouse=True)
def _readers():
    READERS["all"] = True


@pytest.fixture
def owner():
    return UserFactory()


def started(owner, kind="tests.file", **options):
    return jobs.start(kind, title="Numbers", payload=options.pop("payload", {}), by=owner, **options)


def done(owner, kind="tests.file", **options):
    job = started(owner, kind, **options)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def stored():
    """Names of all stored files of jobs."""
    folders = default_storage.listdir("jobs")[0] if default_storage.exists("jobs") else []
    return [name for folder in folders for name in default_storage.listdir(f"jobs/{folder}")[1]]


def test_job_waits_and_is_owed_with_the_change(owner):
    job = started(owner)

    assert (job.state, job.attempts) == ("waiting", 0)
    assert list(OutboxItem.objects.values_list("kind", "payload")) == [("core.run_job", {"job": job.pk})]
    assert outbox.work() == 1
    assert AuditEvent.objects.filter(verb="job.start", target_id=str(job.pk)).count() == 1


def test_job_leaves_its_file_for_seven_days(owner):
    job = done(owner)

    assert (job.state, job.file_name, job.file_size, job.done, job.total) == ("done", "numbers.csv", 4, 2, 2)
    assert dt.timedelta(days=6, hours=23) < job.expires_at - timezone.now() <= dt.timedelta(days=7)
    assert job.file.read() == b"n\n1\n"


def test_finished_job_is_not_done_twice(owner):
    job = done(owner)

    assert jobs.run(job.pk) is False
    assert Job.objects.get(pk=job.pk).file.name == job.file.name


def test_job_that_another_worker_has_is_left_alone(owner):
    job = started(owner)
    until = timezone.now() + dt.timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(state="running", claim=uuid.uuid4(), claimed_until=until)

    assert jobs.run(job.pk) is False
    assert Job.objects.get(pk=job.pk).state == "running"


def test_job_of_a_killed_worker_is_taken_again(owner):
    job = started(owner)
    past = timezone.now() - dt.timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", claim=uuid.uuid4(), claimed_until=past, attempts=1)

    assert jobs.sweep() == 1
    assert jobs.run(job.pk) is True
    assert Job.objects.get(pk=job.pk).attempts == 2


def test_job_that_kills_every_worker_is_given_up(owner):
    job = started(owner)
    past = timezone.now() - dt.timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", claim=uuid.uuid4(), claimed_until=past, attempts=3)

    assert jobs.run(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.error) == (
        "failed",
        "The portal tried this 3 times and could not finish it. Try again later; if it happens again, tell VKPP.",
    )


def test_overtaken_worker_leaves_nothing_behind(owner):
    before = stored()
    job = done(owner, "tests.overtaken")

    assert (job.state, job.file.name) == ("running", "")
    assert stored() == before


@pytest.mark.parametrize(
    ("kind", "payload", "sentence"),
    [
        ("tests.refuse", {}, "Choose another file."),
        ("tests.refuse", {"invalid": True}, "The round is closed."),
        ("tests.slow", {}, "It took longer than the portal allows. Try it again, or ask for less at once."),
    ],
)
def test_failed_job_says_why_and_keeps_no_file(owner, kind, payload, sentence):
    before = stored()
    job = done(owner, kind, payload=payload)

    assert (job.state, job.error, job.file.name) == ("failed", sentence, "")
    assert stored() == before


def test_breakdown_is_tried_three_times_then_told(owner):
    job = started(owner, "tests.break")

    assert [jobs.run(job.pk) and Job.objects.get(pk=job.pk).state for _turn in range(3)] == [False] * 3
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert OutboxItem.objects.filter(kind="core.run_job", due__gt=timezone.now()).count() == 2


def test_same_key_is_not_started_twice_while_it_runs(owner):
    first = started(owner, key="return:1")
    second = started(owner, key="return:1")
    jobs.run(first.pk)
    third = started(owner, key="return:1")

    assert second.pk == first.pk
    assert third.pk != first.pk


def test_retry_does_a_failed_job_again(owner):
    job = done(owner, "tests.refuse")

    jobs.retry(job=job, by=owner)

    assert (job.state, job.error, job.attempts) == ("waiting", "", 0)
    with pytest.raises(Conflict, match="already under way"):
        jobs.retry(job=job, by=owner)


def test_sweep_leaves_what_was_queued_just_now(owner):
    job = started(owner)
    assert jobs.sweep() == 0

    Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - dt.timedelta(minutes=2))
    assert jobs.sweep() == 1


def test_file_is_removed_after_its_days_and_can_be_made_again(owner, client_for):
    job = done(owner)
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    [outcome] = retention.apply([retention.find("job-files")])
    assert outcome.rows == 1
    page = client_for(owner).get(f"/jobs/{job.pk}/").content.decode()
    assert "has been removed" in page
    assert "Make it again" in page
    assert client_for(owner).get(f"/jobs/{job.pk}/file/").status_code == 404
    assert stored() == [name for name in stored() if name not in job.file.name]


def test_page_shows_progress_and_asks_again_by_itself(owner, client_for):
    job = started(owner)
    running = {"state": "running", "claim": uuid.uuid4(), "claimed_until": timezone.now() + dt.timedelta(minutes=1)}
    Job.objects.filter(pk=job.pk).update(**running, done=12, total=44, note="Writing reports")

    page = client_for(owner).get(f"/jobs/{job.pk}/").content.decode()

    assert "12 of 44" in page
    assert "Writing reports" in page
    assert 'hx-trigger="every 2s"' in page
    assert f'href="/jobs/{job.pk}/"' in page


def test_page_of_a_finished_job_offers_the_file_and_asks_no_more(owner, client_for):
    job = done(owner)

    page = client_for(owner).get(f"/jobs/{job.pk}/").content.decode()
    download = client_for(owner).get(f"/jobs/{job.pk}/file/")

    assert "hx-trigger" not in page
    assert f'href="/jobs/{job.pk}/file/"' in page
    assert b"".join(download.streaming_content) == b"n\n1\n"
    assert download["Content-Disposition"] == 'attachment; filename="numbers.csv"'
    assert AuditEvent.objects.filter(verb="job.download", target_id=str(job.pk)).count() == 1


def test_page_of_a_failed_job_says_why_and_offers_another_try(owner, client_for):
    job = done(owner, "tests.refuse")

    page = client_for(owner).get(f"/jobs/{job.pk}/").content.decode()
    assert "Choose another file." in page
    answer = client_for(owner).post(f"/jobs/{job.pk}/again/")

    assert (answer.status_code, answer.url) == (302, f"/jobs/{job.pk}/")
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_page_leads_on_when_there_is_more_to_do(owner, client_for):
    job = done(owner, "tests.go_on")

    assert 'href="/help/"' in client_for(owner).get(f"/jobs/{job.pk}/").content.decode()


@pytest.mark.parametrize("address", ["/jobs/{}/", "/jobs/{}/file/"])
def test_stranger_finds_no_job(owner, client_for, address):
    job = done(owner)

    assert client_for(UserFactory()).get(address.format(job.pk)).status_code == 404


def test_stranger_starts_no_job_again(owner, client_for):
    job = done(owner, "tests.refuse")

    assert client_for(UserFactory()).post(f"/jobs/{job.pk}/again/").status_code == 404
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_file_is_refused_when_the_right_to_it_has_ended(owner, client_for):
    job = done(owner)
    READERS["all"] = False

    assert client_for(owner).get(f"/jobs/{job.pk}/file/").status_code == 403
    assert AuditEvent.objects.filter(verb="job.download").count() == 0


def test_list_shows_own_files_only(owner, client_for):
    done(owner)
    other = UserFactory()
    jobs.start("tests.file", title="zzq of somebody else", payload={}, by=other)

    page = client_for(owner).get("/jobs/").content.decode()

    assert "Numbers" in page
    assert "zzq" not in page


def test_list_needs_the_same_queries_for_one_and_three(owner, client_for):
    done(owner)
    one = queries(client_for(owner), "/jobs/")
    done(owner)
    done(owner)

    assert queries(client_for(owner), "/jobs/") == one
