"""Help and statements, and what is said when a request cannot be answered."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import timezone

from vkpp.core import error_pages, service
from vkpp.core.models import ServiceNotice


@pytest.fixture
def request_of_nobody(rf: RequestFactory):
    """A request of somebody who is not signed in."""
    request = rf.get("/somewhere/?page=2")
    request.user = AnonymousUser()
    return request


def title(response):
    """The first heading of a page."""
    html = response.content.decode()
    return html.partition('<h1 class="govuk-heading-l">')[2].partition("</h1>")[0].strip()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/help/", "Help"),
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy"),
        ("/cookies/", "Cookies"),
        ("/gallery/", "Component gallery"),
    ],
)
def test_page_is_open_to_everybody(path, heading, client):
    response = client.get(path)

    assert response.status_code == 200
    assert title(response) == heading


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["cy", "cy-GB, cy;q=0.9, en;q=0.5", "de"])
def test_whatever_a_browser_prefers_the_page_is_declared_as_it_is_written(language, client):
    day = timezone.now() + dt.timedelta(days=2)
    ServiceNotice.objects.create(
        kind="planned", text="A new version.", starts_at=day, ends_at=day + dt.timedelta(hours=1)
    )
    service.forget()
    wanted = {"Accept-Language": language}

    html = client.get("/status/", headers=wanted).content.decode()
    refused = client.post("/account/login/", {}, headers=wanted).content.decode()

    assert '<html lang="en-gb"' in html
    assert f"{timezone.localtime(day):%-d %B %Y}" in html
    assert "Enter your" in refused


@pytest.mark.parametrize(
    ("handler", "status", "heading"),
    [
        (error_pages.bad_request, 400, "We could not read that request"),
        (error_pages.permission_denied, 403, "You cannot open this"),
        (error_pages.csrf_failure, 403, "This page was open for too long"),
        (error_pages.page_not_found, 404, "Page not found"),
        (error_pages.too_many_requests, 429, "Too many tries"),
        (error_pages.server_error, 500, "Something went wrong"),
        (error_pages.unavailable, 503, "The portal is not available"),
    ],
)
def test_error_page_has_its_status_and_its_words(handler, status, heading, request_of_nobody):
    response = handler(request_of_nobody)

    assert response.status_code == status
    assert title(response) == heading


def test_permission_denied_says_who_may(request_of_nobody):
    response = error_pages.permission_denied(request_of_nobody, PermissionDenied("Only raters see ratings."))

    assert "Only raters see ratings." in response.content.decode()


def test_stale_page_says_what_happened_and_leads_to_how_it_stands(request_of_nobody):
    response = error_pages.stale(request_of_nobody, "Claimed by a colleague at 14:32.", "/practice/1/")

    html = response.content.decode()
    assert response.status_code == 409
    assert "Claimed by a colleague at 14:32." in html
    assert '<a class="govuk-button" href="/practice/1/">See how it stands now</a>' in html


def test_missing_page_offers_to_sign_in_and_come_back(client):
    html = client.get("/nothing-here/?page=2").content.decode()

    assert 'href="/account/login/?next=/nothing-here/%3Fpage%3D2"' in html


def test_contact_address_is_shown_when_there_is_one(client, settings):
    settings.CONTACT_EMAIL = "portal@example.org"

    html = client.get("/help/").content.decode()

    assert html.count('href="mailto:portal@example.org"') == 2


def test_pages_carry_nothing_inline(client):
    html = client.get("/gallery/").content.decode()

    assert [word for word in ("style=", "<style", "onclick", "<script>", "javascript:") if word in html] == []
