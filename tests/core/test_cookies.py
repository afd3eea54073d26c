"""Cookies in production, and what the web process does not do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from vkpp.local.quality import production

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("SESSION_COOKIE", "CSRF_COOKIE")
SAID = f"""
import json, django
django.setup()
from django.conf import settings
from vkpp.accounts import devices
from vkpp.core.notices import NoticeCookie
rows = {{name: [getattr(settings, f"{{name}}_NAME"), getattr(settings, f"{{name}}_SECURE"),
    getattr(settings, f"{{name}}_PATH"), getattr(settings, f"{{name}}_DOMAIN")] for name in {NAMES!r}}}
print(json.dumps([rows, NoticeCookie.cookie_name, devices.COOKIE]))
"""


@pytest.mark.processes
def test_cookies_of_production_are_bound_to_this_host():
    done = subprocess.run(
        [sys.executable, "-c", SAID],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "vkpp.settings", **production()},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    rows, notices, browser = json.loads(done.stdout)
    assert rows == {
        "SESSION_COOKIE": ["__Host-vkpp_session", True, "/", None],
        "CSRF_COOKIE": ["__Host-csrftoken", True, "/", None],
    }
    assert (notices, browser) == ("__Host-messages", "__Host-vkpp_browser")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help/", "/api/v1/practices/", "/api/v1/schema/", "/account/login/"])
def test_other_origins_are_told_nothing(client, address):
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    for method in (client.get, client.options):
        answer = method(address, headers=headers)
        assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/help/", 405), ("/api/v1/practices/", 401), ("/healthz", 405)])
def test_trace_is_refused(client, address, status):
    answer = client.trace(address, headers={"X-Secret": "seen"})
    assert answer.status_code == status
    assert b"seen" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/static/",
        "/static/img/",
        "/media/",
        "/files/",
        "/.git/config",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
    ],
)
def test_nothing_is_listed(client, address):
    assert finders.find("portal.css")
    assert client.get(address).status_code == 404
