"""Addresses of returns and answers. The last ones take any action code, so they stand after all others."""

from django.urls import URLPattern, path

from nvap.views import answer, answer_more, returns

RETURN = "returns/<slug:round_code>/<slug:force_code>/"
ANSWER = f"{RETURN}<str:code>/"

urlpatterns: list[URLPattern] = [
    path("returns/", returns.returns, name="returns"),
    path(RETURN, returns.overview, name="return"),
    path(f"{RETURN}assign/", returns.assign, name="assign"),
    path(f"{RETURN}assign/<int:number>/end/", returns.unassign, name="unassign"),
    path(f"{RETURN}confirm/<str:theme_code>/", returns.confirm_theme, name="confirm_theme"),
]
answer_patterns: list[URLPattern] = [
    path(ANSWER, answer.answer, name="answer"),
    path(f"{ANSWER}save/", answer.autosave, name="save_answer"),
    path(f"{ANSWER}compare/", answer.compare, name="compare_answer"),
    path(f"{ANSWER}here/", answer_more.here, name="answer_here"),
    path(f"{ANSWER}history/", answer_more.history, name="answer_history"),
    path(f"{ANSWER}comments/", answer_more.comment, name="comment_answer"),
    path(f"{ANSWER}comments/<int:number>/remove/", answer_more.remove_comment, name="remove_comment"),
    path(f"{ANSWER}checks/<int:number>/", answer_more.explain, name="explain"),
    path(f"{ANSWER}evidence/", answer_more.evidence, name="answer_evidence"),
    path(f"{ANSWER}evidence/<int:number>/", answer_more.evidence_file, name="evidence_file"),
    path(f"{ANSWER}evidence/<int:number>/remove/", answer_more.unuse, name="unuse_evidence"),
    path(f"{ANSWER}evidence/<int:number>/delete/", answer_more.remove_evidence, name="remove_evidence"),
]
