"""Addresses of operators."""

from django.urls import URLPattern, path

from vkpp.accounts.operations import views

app_name = "operations"
urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/retry-all/", views.outbox_retry_all, name="outbox_retry_all"),
    path("outbox/<int:pk>/retry/", views.outbox_retry, name="outbox_retry"),
    path("outbox/<int:pk>/give-up/", views.outbox_give_up, name="outbox_give_up"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:number>/retry/", views.job_retry, name="job_retry"),
    path("mails/", views.mails, name="mails"),
    path("read-only/", views.read_only, name="read_only"),
    path("read-only/end/", views.read_only_end, name="read_only_end"),
    path("notices/new/", views.notice, name="notice"),
    path("notices/<int:pk>/withdraw/", views.notice_withdraw, name="notice_withdraw"),
]
