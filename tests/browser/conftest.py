"""A real browser: wide, on a phone, and without script. What the browser complains of fails the test.

`wide`, `phone` and `no_script` are Playwright pages at the address of the running portal (`page.goto("/practice/")`).
`sign_in(page, user)` signs somebody in with everything the role needs. `accessible(page)` runs the rules of axe.
`complaints` is the list of errors so far; a test that provokes one takes it out with `complaints.clear()`.
"""

import functools
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.browser.looking import Looker, Seen, elements_of
from tests.browser.telling import enter
from tests.clients import PortalClient
from tests.portal import portal_at_work

# Playwright keeps an event loop in this thread; Django would take our own database calls in it for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BUILT = Path(settings.BASE_DIR) / "static" / "built"
WIDE = {"viewport": {"width": 1320, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
PATIENCE_MS = 10_000
SIGN_IN_KEPT = 300  # seconds; half of those after which the portal asks again who somebody is


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests: the machine's, else Playwright's own."""
    if not (BUILT / "portal.css").exists() or not (BUILT / "portal.js").exists():
        pytest.fail("static/built is empty. Run `npm ci && npm run build` first; `make test` does.")
    with sync_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def seen_in(tmp_path_factory):
    """`seen_in(name)`: the kinds of elements that some process of this run has looked at there; `looking.Seen`."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    return functools.cache(lambda name: Seen(folder / f"seen-{name}"))


@pytest.fixture(scope="session")
def looker(browser, seen_in):
    """What looks at answers of the test client as pages; `looking.py`."""
    looker = Looker(browser, seen_in("pages"))
    yield looker
    looker.context.close()


@pytest.fixture
def complaints():
    """What browsers complained of in this test: script errors, refused by policy, missing files, other hosts."""
    return []


@pytest.fixture
def scriptless():
    """The pages of this test whose script is switched off."""
    return []


@pytest.fixture
def new_page(browser, live_server, complaints, scriptless):
    """`new_page(**options)`: a page in a context of its own, watched for complaints."""
    contexts = []

    def make(**options):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/London", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        if not options.get("java_script_enabled", True):
            scriptless.append(page)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _only_ours(request.url, live_server.url, complaints))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _only_ours(url, ours, complaints):
    if not url.startswith((ours, "data:", "blob:")):
        complaints.append(f"The page asked another host: {url}")


@pytest.fixture
def wide(new_page):
    """A desktop screen."""
    return new_page(**WIDE)


@pytest.fixture
def phone(new_page):
    """A phone."""
    return new_page(**PHONE)


@pytest.fixture
def no_script(new_page):
    """A desktop screen with script switched off."""
    return new_page(**WIDE, java_script_enabled=False)


@pytest.fixture
def sign_in(live_server) -> Callable:
    """`sign_in(page, user)`: that person is signed in, second factor passed."""

    def enter(page, user):
        client = PortalClient()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        name, url = settings.SESSION_COOKIE_NAME, live_server.url
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": url}])
        return page

    return enter


@pytest.fixture(scope="session")
def whole_portal():
    """A portal of real processes with its demonstration: web, worker, beat, broker, database."""
    with portal_at_work() as portal:
        yield portal


@pytest.fixture(scope="session")
def signed_in_at():
    """E-mail → when somebody signed in to the whole portal, and the cookies of it."""
    return {}


@pytest.fixture
def people_of(browser, whole_portal, signed_in_at, complaints, scriptless):
    """`people_of({who: e-mail}, **options)`: a page of the whole portal for each, signed in, and one for the public.

    Who signed in a short while ago, in an earlier story, goes on with that session, as people do.
    """
    contexts = []

    def page_of(**options):
        url = f"http://127.0.0.1:{whole_portal.port}"
        context = browser.new_context(base_url=url, locale="en-GB", **WIDE, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(2 * PATIENCE_MS)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if not options.get("java_script_enabled", True):
            scriptless.append(page)
        return page

    def page_for(email, **options):
        then, cookies = signed_in_at.get(email, (-SIGN_IN_KEPT, None))
        page = page_of(**options)
        if time.monotonic() - then < SIGN_IN_KEPT:
            page.context.add_cookies(cookies)
        else:
            enter(page, email)
            signed_in_at[email] = time.monotonic(), page.context.cookies()
        return page

    def signed_in(emails, **options):
        pages = {who: page_for(email, **options) for who, email in emails.items()}
        return {**pages, "public": page_of()}

    yield signed_in
    for context in contexts:
        context.close()
    assert [text for text in complaints if "404" not in text and "409" not in text] == []


@pytest.fixture
def accessible(browser, scriptless, seen_in) -> Callable:
    """`accessible(page)`: axe finds nothing, best practice included; also for a page without script.

    A page all of whose kinds of elements were looked at before, in the same places, is not looked at again.
    """

    def check(page):
        seen = seen_in(f"{page.viewport_size['width']}-{'without' if page in scriptless else 'with'}-script")
        if not seen.take(elements_of(page.content())):
            return
        if page in scriptless:
            _without_our_script(browser, page)
        else:
            _nothing_found(page)

    return check


def _nothing_found(page):
    found = Axe().run(page).response["violations"]
    told = [f"{rule['id']}: {rule['help']}: {[node['html'][:200] for node in rule['nodes']]}" for rule in found]
    assert told == [], f"{page.url}: {told}"


def _without_our_script(browser, page):
    """Axe is script itself, so the page as it stands is laid out again where script runs but ours is empty."""
    html, viewport = page.content(), page.viewport_size
    context = browser.new_context(viewport=viewport, storage_state=page.context.storage_state())
    twin = context.new_page()
    twin.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    twin.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    twin.goto(page.url)
    _nothing_found(twin)
    context.close()
