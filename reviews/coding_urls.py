"""Addresses of coding: the taxonomy, the workbench, bringing codings together."""

from django.urls import URLPattern, path

from reviews.views import agreement, coding, comparing, taxonomies, workbench

CASE = "cases/<str:reference>/coding/"
BENCH = "coding/<int:pk>/"
POINT = f"{BENCH}points/<int:point>/"
BOOK = "code-book/<int:number>/"
THEME = f"{BOOK}themes/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("code-book/", taxonomies.in_use, name="taxonomy"),
    path("code-book/draft/", taxonomies.draft, name="taxonomy-draft"),
    path(BOOK, taxonomies.version, name="taxonomy-version"),
    path(f"{BOOK}note/", taxonomies.describe, name="taxonomy-describe"),
    path(f"{BOOK}compare/", taxonomies.compare, name="taxonomy-compare"),
    path(f"{BOOK}publish/", taxonomies.publish, name="taxonomy-publish"),
    path(f"{BOOK}discard/", taxonomies.discard, name="taxonomy-discard"),
    path(f"{BOOK}themes/", taxonomies.theme_new, name="book-theme-new"),
    path(THEME, taxonomies.theme, name="book-theme"),
    path(f"{THEME}move/", taxonomies.theme_move, name="book-theme-move"),
    path(f"{THEME}leave-out/", taxonomies.theme_leave_out, name="book-theme-leave-out"),
    path("coding/", coding.queue, name="coding-queue"),
    path("coding/agreement/", agreement.overall, name="agreement"),
    path("coding/export/", agreement.export, name="coding-export"),
    path(BENCH, workbench.bench, name="workbench"),
    path(f"{BENCH}points/", workbench.point, name="point-new"),
    path(POINT, workbench.point, name="point"),
    path(f"{POINT}remove/", workbench.remove, name="point-remove"),
    path(f"{POINT}restore/", workbench.restore, name="point-restore"),
    path(f"{BENCH}text/", workbench.take_text, name="coding-text"),
    path(f"{BENCH}done/", workbench.finish, name="coding-finish"),
    path(f"{BENCH}go-on/", coding.reopen, name="coding-reopen"),
    path(CASE, coding.case, name="case-coding"),
    path(f"{CASE}give/", coding.assign, name="coding-assign"),
    path(f"{CASE}replace/<slug:role>/", coding.replace, name="coding-replace"),
    path(f"{CASE}hand-back/", coding.hand_back, name="coding-hand-back"),
    path(f"{CASE}compare/", comparing.compare, name="coding-compare"),
    path(f"{CASE}compare/take/", comparing.take, name="coding-take"),
    path(f"{CASE}compare/join/<int:first>/", comparing.join, name="coding-change"),
    path(f"{CASE}compare/join/<int:first>/<int:second>/", comparing.join, name="coding-join"),
    path(f"{CASE}compare/agree/", comparing.agree, name="coding-agree"),
    path(f"{CASE}assure/", coding.assure, name="coding-assure"),
    path(f"{CASE}anew/", coding.recode, name="coding-recode"),
]
