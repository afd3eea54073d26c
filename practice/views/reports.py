"""Reports on what was sent in: for VKPP staff about all forces, for who reads all of a force's examples about that."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practice.pdf import report as report_pdf
from practice.presenters import reports as presenter
from practice.reporting import answers, asked, report
from practice.reporting.asked import Asked
from practice.reporting.report import Report
from vkpp.core import csv_files

PER_PAGE = 25
NAME = "practice-report"


def _question(request: HttpRequest) -> tuple[Asked, list[str]]:
    """What the address asks; for who has no reports there is no such page."""
    if not asked.may_read(request.user):
        raise Http404
    return asked.read(request.GET.dict(), request.user)


def _made(request: HttpRequest) -> tuple[Report, list[str]]:
    question, problems = _question(request)
    return report.make(request.user, question), problems


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The figures."""
    return render(request, "practice/report_page.html", presenter.page(request.user, *_made(request)))


@require_safe
@login_required
def reports_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    return csv_files.response(NAME, presenter.rows_of_file(request.user, _made(request)[0]))


@require_safe
@login_required
def reports_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    made = report_pdf.made(request.user, _made(request)[0])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{NAME}.pdf"'
    return answer


@require_safe
@login_required
def report_answers(request: HttpRequest, code: str) -> HttpResponse:
    """The texts that were given to one question of the call."""
    question, _problems = _question(request)
    wanted = next((one for one in answers.questions(question) if one.code == code), None)
    if wanted is None or wanted.kind not in answers.TEXTS:
        raise Http404
    page = Paginator(answers.texts(request.user, question, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "question": wanted,
        "page": page,
        "asked": question,
        "query": question.query(),
        "everybody": asked.reads_all(request.user),
        "about": presenter.about(question, everybody=asked.reads_all(request.user)),
    }
    return render(request, "practice/report_answers.html", context)
