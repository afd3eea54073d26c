"""Long work of the owner: one job with its file, one that failed."""

from tests.security.checks import TYPED
from vkpp.core import jobs


@jobs.register("tests.security.file")
def make_file(progress):
    progress.file("zzqjobfile.txt", b"zzqjobcontent")


@jobs.register("tests.security.fail")
def fail(progress):
    progress.fail(f"Zzqjobfailure {TYPED}")


def add_jobs(build):
    """`job` and `job.failed`, started by the owner."""
    for name, kind in (("job", "tests.security.file"), ("job.failed", "tests.security.fail")):
        job = jobs.start(kind, title=f"Zzqjobtitle {TYPED}", payload={}, by=build.owner)
        jobs.run(job.pk)
        build.things[name] = job.pk
