"""The pages "Get started with the API": for each tool the steps and a sample that was run; the samples are files beside."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

SAMPLES = Path(__file__).resolve().parent / "samples"
LOCAL = "http://localhost:8000"

Text = str | Promise


@dataclass(frozen=True)
class Sample:
    """A piece of a program, its title and the file that holds it."""

    title: Text
    file: str

    def text(self) -> str:
        """The sample with this portal's address in place of a local one."""
        return (SAMPLES / f"{self.file}.txt").read_text(encoding="utf-8").replace(LOCAL, settings.SITE_URL)


@dataclass(frozen=True)
class Tool:
    """What somebody works with: its steps, its samples, and how far they were tried."""

    code: str
    name: Text
    lead: Text
    steps: tuple[Text, ...]
    samples: tuple[Sample, ...]
    tried: Text


RUN = _("These samples are run against the portal by its own tests, on every change.")
RUN_AS_QUERY = _(
    "This query is run against the portal by its own tests, by a program that reads Power Query; Excel and Power BI "
    "themselves are not run there."
)
ENVIRONMENT = _("Put the address of the portal and the token into the environment: PORTAL and TOKEN.")
PARAMETER = _("Make a parameter “Token” that holds your token. It must not stand in the query itself.")

TOOLS = (
    Tool(
        "curl",
        _("curl"),
        _("From a command line, to see an answer at once."),
        (ENVIRONMENT, _("Paste the commands one by one.")),
        (Sample(_("First requests"), "first.sh"),),
        RUN,
    ),
    Tool(
        "python",
        _("Python"),
        _("Tables for analysis with pandas, or a copy that is kept up to date."),
        (
            _("Install requests, and pandas for the tables."),
            ENVIRONMENT,
            _("Save a sample as a file, and run it with Python."),
        ),
        (
            Sample(_("A table with pandas"), "practice_pandas.py"),
            Sample(_("A copy that follows every change, deletions too"), "pull.py"),
        ),
        RUN,
    ),
    Tool(
        "r",
        _("R"),
        _("A data set as a data frame, with nothing but R itself (4.0 or later)."),
        (ENVIRONMENT, _("Paste the sample into a script.")),
        (Sample(_("Practice by rating and strand"), "practice.R"),),
        RUN,
    ),
    Tool(
        "excel",
        _("Excel"),
        _("A table in a workbook that is brought up to date by a click."),
        (
            _("Choose Data, Get data, Blank query."),
            PARAMETER,
            _("Open Advanced editor, paste the sample, and choose Anonymous when asked how to sign in."),
        ),
        (Sample(_("Practice as a table"), "practice.m"),),
        RUN_AS_QUERY,
    ),
    Tool(
        "power-bi",
        _("Power BI"),
        _("A data source that also refreshes on a schedule in the Power BI service."),
        (
            _("Choose Get data, Blank query."),
            PARAMETER,
            _("Open Advanced editor, paste the sample, and choose Anonymous as the way to sign in."),
            _("In the service, switch off the test connection: the base address alone is a web page, no data."),
        ),
        (Sample(_("Practice as a table"), "practice.m"),),
        RUN_AS_QUERY,
    ),
)


@require_safe
def get_started(request: HttpRequest) -> HttpResponse:
    """How to get from nothing to a first answer, and the promises that programs can build on."""
    return render(request, "api/get_started.html", {"tools": TOOLS, "site": settings.SITE_URL})


@require_safe
def with_tool(request: HttpRequest, tool: str) -> HttpResponse:
    """The steps and samples for one tool."""
    found = next((one for one in TOOLS if one.code == tool), None)
    if found is None:
        raise Http404
    samples = [(sample.title, sample.text()) for sample in found.samples]
    return render(request, "api/get_started_with.html", {"tool": found, "tools": TOOLS, "samples": samples})
