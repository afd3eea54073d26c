"""Addresses of the autosave tests: a form of three fields, and a server whose answers the test decides."""

import time

from django.contrib.auth.views import LogoutView
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import RequestContext, Template
from django.urls import path

FORM = """{% extends "_layouts/page.html" %}{% load ui %}
{% block title %}Example{% endblock %}
{% block content %}<h1>Example</h1>
<form method="post" data-autosave="/save/">
  {% csrf_token %}<input type="hidden" name="version" value="{{ store.version }}">
  <label for="id_aim">Aim</label><textarea id="id_aim" name="aim">{{ store.values.aim.0 }}</textarea>
  <fieldset><legend>Topics</legend>{% for topic in topics %}
    <input type="checkbox" id="id_{{ topic }}" name="topics" value="{{ topic }}"{% if topic in store.values.topics %} checked{% endif %}>
    <label for="id_{{ topic }}">{{ topic }}</label>{% endfor %}</fieldset>
  {% autosave_state %}<button type="submit">Send</button>
</form>{% endblock %}"""

PATIENCE = 10.0  # seconds


class Store:
    """What the server has, what it was asked, and how it answers the next save."""

    def __init__(self):
        self.version = 1
        self.values = {"aim": ["Fewer injuries"], "topics": ["children"]}
        self.asked = []
        self.answer = "saved"
        self.sent = 0

    def wait_for(self, name, value):
        """Wait until a field has this value; a page that is left does not wait for its last save."""
        deadline = time.monotonic() + PATIENCE
        while self.values[name] != value:
            assert time.monotonic() < deadline, f"{name} is still {self.values[name]}"
            time.sleep(0.05)


store = Store()


def form(request):
    if request.method == "POST":
        if store.answer == "expired":
            return redirect("/sign-in/")
        store.sent += 1
        store.values["aim"] = [request.POST["aim"]]
        return redirect("/done/")
    context = RequestContext(request, {"store": store, "topics": ["children", "adults"]})
    return HttpResponse(Template(FORM).render(context))


def save(request):
    store.asked.append({key: request.POST.getlist(key) for key in request.POST if key != "csrfmiddlewaretoken"})
    if store.answer == "conflict":
        return JsonResponse(
            {"state": "conflict", "message": "A colleague changed it at 14:31.", "url": "/compare/"}, status=409
        )
    if store.answer == "expired":
        return HttpResponse(status=401)
    if store.answer == "broken":
        return HttpResponse(status=503)
    if store.answer == "too long":
        return JsonResponse({"message": "The text is too long."}, status=413)
    for name in request.POST.getlist("fields"):
        store.values[name] = request.POST.getlist(name)
    store.version += 1
    return JsonResponse({"state": "saved", "version": store.version, "saved_at": "14:32", "errors": {}})


def plain(request):
    return render(request, "_layouts/page.html")


urlpatterns = [
    path("form/", form),
    path("save/", save),
    path("done/", plain),
    path("sign-in/", plain, name="account_login"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("compare/", plain),
    path("", plain, name="home"),
]
