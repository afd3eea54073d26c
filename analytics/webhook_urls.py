"""Addresses of webhooks, under /insight/webhooks/."""

from django.urls import path

from analytics.views import webhooks

ONE = "webhooks/<int:pk>/"
urlpatterns = [
    path("webhooks/", webhooks.listing, name="webhooks"),
    path("webhooks/new/", webhooks.new, name="webhook-new"),
    path(ONE, webhooks.one, name="webhook"),
    path(ONE + "switch/", webhooks.switch, name="webhook-switch"),
    path(ONE + "ping/", webhooks.ping, name="webhook-ping"),
    path(ONE + "secret/", webhooks.renew, name="webhook-renew"),
    path(ONE + "delete/", webhooks.delete, name="webhook-delete"),
    path(ONE + "messages/<uuid:number>/again/", webhooks.send_again, name="webhook-again"),
]
