"""Who else has an answer's page open, asked again by the page itself without being activity of the session."""

import time

import pytest
from django.conf import settings

from tests.factories.accounts import ForceFactory, person
from vkpp.accounts.middleware import SEEN

pytestmark = pytest.mark.django_db
PAGE = "/nvap/returns/2026/norfolk/2.1.1/"
HERE = f"{PAGE}here/"
BY_ITSELF = {"HTTP_X_BACKGROUND": "1", "HTTP_HX_REQUEST": "true"}


@pytest.fixture
def browser(lead, client_for):
    return client_for(lead)


def last_used(browser, seconds):
    """The session was used so many seconds ago."""
    browser.get(PAGE)
    session = browser.session
    session[SEEN] = int(time.time()) - seconds
    session.save()
    return session[SEEN]


def test_colleague_who_comes_later_is_named(ret, browser, client_for):
    assert "has this page open" not in browser.get(PAGE).content.decode()

    client_for(person("nvap_lead", ret.force, display_name="Colin Colleague")).get(PAGE)

    assert "Colin Colleague has this page open now." in browser.get(HERE, **BY_ITSELF).content.decode()


def test_other_forces_learn_nothing(ret, client_for):
    stranger = client_for(person("nvap_lead", ForceFactory(code="kent")))

    assert stranger.get(HERE, **BY_ITSELF).status_code == 404


def test_asking_by_itself_does_not_keep_a_session_alive(browser):
    seen = last_used(browser, 600)
    browser.get(HERE, **BY_ITSELF)
    assert browser.session[SEEN] == seen

    browser.get(HERE)
    assert browser.session[SEEN] > seen


def test_page_stays_when_the_session_has_ended_meanwhile(browser):
    last_used(browser, settings.SESSION_IDLE_SECONDS + 60)

    for _time in range(2):
        answer = browser.get(HERE, **BY_ITSELF)
        assert (answer.status_code, answer.content, answer.headers.get("HX-Redirect")) == (401, b"", None)
