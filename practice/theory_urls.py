"""Addresses of the theory of change."""

from django.urls import URLPattern, path

from practice.views import theory

urlpatterns: list[URLPattern] = [
    path("write/<str:reference>/theory/", theory.write, name="theory-write"),
    path("write/<str:reference>/theory/preview/", theory.preview, name="theory-preview"),
    path("write/<str:reference>/theory/put-back/<slug:key>/", theory.put_back, name="theory-put-back"),
    path("mine/<str:reference>/theory/", theory.talk, name="theory"),
    path("mine/<str:reference>/theory.pdf", theory.on_paper, name="theory-pdf"),
    path("mine/<str:reference>/theory/comment/", theory.comment, name="theory-comment"),
    path("mine/<str:reference>/theory/comments/<int:number>/answer/", theory.answer, name="theory-answer"),
    path("mine/<str:reference>/theory/comments/<int:number>/settle/", theory.settle, name="theory-settle"),
]
