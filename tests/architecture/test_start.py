"""What starts stays light: libraries for single tasks are read when somebody asks for the task."""

import subprocess
import sys

from tests.portal import ROOT

# For workbooks, PDFs, pictures, Word files, Parquet, the choice of a set, agreement of coders, file storage, GOV.UK Notify.
LATER = {
    "PIL", "boto3", "botocore", "defusedxml", "docx", "highspy", "krippendorff", "lxml", "nltk",
    "notifications_python_client", "numpy", "openpyxl", "puremagic", "pyarrow", "pypdf", "pypdfium2", "storages", "typst",
}  # fmt: skip
START = """
import sys
from django.core.checks import run_checks
from django.urls import get_resolver
import vkpp.wsgi
get_resolver().url_patterns
run_checks()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_web_process_and_checks_start_without_what_only_some_tasks_need():
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert {"django", "celery", "practice"} <= loaded
    assert loaded & LATER == set()


def test_what_is_read_later_is_really_used():
    """A package that the portal no longer has would hide nothing."""
    required = {line.partition("~")[0].partition("<")[0].split("[")[0].split()[0].lower() for line in lines()}
    names = {"PIL": "pillow", "docx": "python-docx", "notifications_python_client": "notifications-python-client"}
    brought = {"boto3", "botocore", "lxml", "numpy"}  # by django-storages, python-docx and openpyxl
    assert {names.get(name, name).lower() for name in LATER - brought - {"storages"}} <= required


def lines():
    """The lines of requirements.in that name a package."""
    return [line for line in (ROOT / "requirements.in").read_text().splitlines() if line and not line.startswith("#")]
