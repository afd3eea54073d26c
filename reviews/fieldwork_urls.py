"""Addresses of peer reviews: interviews, notes, findings, report, follow-up."""

from django.urls import URLPattern, path

from reviews.views import (
    after_report,
    factual,
    field_notes,
    interviews,
    peer_advice,
    peer_findings,
    peer_report,
    report_sections,
)

ONE = "peer/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}interviews/", interviews.listing, name="peer-interviews"),
    path(f"{ONE}interviews/new/", interviews.new, name="peer-interview-new"),
    path(f"{ONE}interviews/<int:pk>/", interviews.one, name="peer-interview"),
    *(
        path(f"{ONE}interviews/<int:pk>/{step}/", interviews.step, {"action": step}, name=f"peer-interview-{step}")
        for step in ("hold", "cancel", "reopen")
    ),
    path(f"{ONE}notes/", field_notes.listing, name="peer-notes"),
    path(f"{ONE}notes/<int:pk>/", field_notes.one, name="peer-note"),
    path(f"{ONE}notes/<int:pk>/remove/", field_notes.remove, name="peer-note-remove"),
    path(f"{ONE}notes/<int:pk>/restore/", field_notes.restore, name="peer-note-restore"),
    path(f"{ONE}findings/", peer_findings.picture, name="peer-findings"),
    path(f"{ONE}findings/new/", peer_findings.new, name="peer-finding-new"),
    path(f"{ONE}findings/<int:pk>/", peer_findings.edit, name="peer-finding"),
    path(f"{ONE}findings/<int:pk>/remove/", peer_findings.remove, name="peer-finding-remove"),
    path(f"{ONE}findings/<int:pk>/restore/", peer_findings.restore, name="peer-finding-restore"),
    path(f"{ONE}findings/<int:pk>/practice/", peer_report.make_draft, name="peer-finding-practice"),
    path(f"{ONE}findings/action/<str:code>/", peer_findings.one, name="peer-action"),
    path(f"{ONE}recommendations/new/", peer_advice.new, name="peer-advice-new"),
    path(f"{ONE}recommendations/<str:advice>/", peer_advice.edit, name="peer-advice"),
    path(f"{ONE}recommendations/<str:advice>/remove/", peer_advice.remove, name="peer-advice-remove"),
    path(f"{ONE}report/", peer_report.report, name="peer-report"),
    path(f"{ONE}report/sections/begin/", report_sections.begin, name="peer-sections-begin"),
    path(f"{ONE}report/sections/new/", report_sections.new, name="peer-section-new"),
    path(f"{ONE}report/sections/<int:pk>/", report_sections.edit, name="peer-section"),
    path(f"{ONE}report/sections/<int:pk>/move/", report_sections.move, name="peer-section-move"),
    path(f"{ONE}report/sections/<int:pk>/remove/", report_sections.remove, name="peer-section-remove"),
    path(f"{ONE}report/redraft/", peer_report.redraft, name="peer-report-redraft"),
    path(f"{ONE}report/done/", factual.done, name="peer-comments-done"),
    path(f"{ONE}report/comments/<int:pk>/", factual.edit, name="peer-comment"),
    path(f"{ONE}report/comments/<int:pk>/remove/", factual.remove, name="peer-comment-remove"),
    path(f"{ONE}report/comments/<int:pk>/answer/", factual.answer, name="peer-comment-answer"),
    path(f"{ONE}report/send/", peer_report.send, {"action": "send_draft"}, name="peer-send-draft"),
    path(f"{ONE}report/finish/", peer_report.send, {"action": "finish"}, name="peer-finish"),
    path(f"{ONE}report/<int:number>/", peer_report.version, name="peer-report-version"),
    path(f"{ONE}report/<int:number>/pdf/", peer_report.document, name="peer-report-pdf"),
    path(f"{ONE}report/<int:number>/<slug:paragraph>/comment/", factual.new, name="peer-comment-new"),
    path(f"{ONE}calibration/", after_report.calibration, name="peer-calibration"),
    path(f"{ONE}calibration/share/", after_report.share, name="peer-calibration-share"),
    path(f"{ONE}follow-up/", after_report.follow_up, name="peer-follow-up"),
    path(f"{ONE}follow-up/close/", after_report.close, name="peer-follow-up-close"),
    path(f"{ONE}follow-up/feedback/", after_report.feedback, name="peer-feedback"),
]
