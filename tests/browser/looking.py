"""Lays an answer of the portal out in the browser, as it came, and says what axe and the browser find in it.

No portal runs for it: the answer of the test client is what the browser gets at that address, with its own headers, so
that the content policy holds as well; styles and script are the built ones.
"""

import fcntl
import re
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

HERE = "http://testserver"
SCREENS = {"wide": {"width": 1320, "height": 900}, "phone": {"width": 390, "height": 844}}
RULES = {"wide": "", "phone": "runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'skip-link'],"}
RUN = "axe.run({%s resultTypes: ['violations'], preload: false})"
WIDEST = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
TOO_WIDE = """Array.from(document.querySelectorAll("body *"))
    .filter(one => one.getBoundingClientRect().right > innerWidth)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 160))"""
PART = (
    '<!doctype html><html lang="en-GB"><head><title>Part of a page</title>'
    '<link rel="stylesheet" href="/static/portal.css"></head>'
    '<body class="govuk-template__body"><main><h1>Part of a page</h1>%s</main></body></html>'
)
HEADERS = ("Content-Type", "Content-Security-Policy")
TOLD_APART_BY = {"class", "type", "role"}
SAYS_NOTHING = re.compile("data-|hx-|(value|name|id|href|action|method|maxlength|rows|src|checked|selected|open|for)$")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>([^<]*)")
ATTRIBUTE = re.compile(r"""([a-z][a-z-]*)(?:="([^"]*)")?""")
AROUND = 3
DIGEST = 12  # bytes
UNANSWERED = ("net::ERR_FAILED", "htmx:sendError", "htmx:afterRequest")  # the last two: a part that asks for itself
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Seen:
    """The kinds of elements that some process of this run has looked at: each is looked at once, not once in each process.

    The file holds a digest of each; who adds one has the file for itself.
    """

    def __init__(self, path):
        self.path, self.known, self.digests, self.read = path, set(), set(), 0

    def take(self, kinds):
        """Those of these kinds that nobody has looked at; from now on they count as looked at."""
        if kinds <= self.known:
            return set()
        told = {_digest(kind): kind for kind in kinds - self.known}
        self.known |= kinds
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(self.read)
            added = file.read()
            self.digests |= {added[at : at + DIGEST] for at in range(0, len(added), DIGEST)}
            new = told.keys() - self.digests
            self.digests |= new
            file.write(b"".join(new))
            self.read = file.tell()
        return {told[digest] for digest in new}


def _digest(kind):
    return blake2b("\0".join(kind).encode(), digest_size=DIGEST).digest()


class Looker:
    """A browser page that is shown answers; it looks at each that has an element, or a place for one, not `seen` before."""

    def __init__(self, browser, seen):
        self.context = browser.new_context(base_url=HERE, locale="en-GB", timezone_id="Europe/London")
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.said.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.context.route("**/*", self._answer)
        self.seen, self.said, self.found, self.shown = seen, [], [], None
        self.axe = Axe().axe_script

    def look(self, label, response):
        """Keep what is wrong with this answer, if anything, under this name."""
        self.found += [f"{label}: {wrong}" for wrong in self._wrong_with(response)]

    def found_nothing(self):
        """Fail with what was found since it was last asked."""
        found, self.found = self.found, []
        assert not found, "\n".join(found)

    def _wrong_with(self, response):
        """Nothing, unless it is a page that has anything new."""
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return []
        if not self.seen.take(elements_of(response.content.decode())):
            return []
        self.said.clear()
        self.shown = response
        request = response.request
        self.page.set_viewport_size(SCREENS["wide"])
        self.page.goto(f"{HERE}{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}")
        self.page.evaluate(self.axe)
        found = self._broken_rules("wide")
        self.page.set_viewport_size(SCREENS["phone"])
        width = self.page.evaluate(WIDEST)
        if width > SCREENS["phone"]["width"]:
            found.append(f"phone: scrolls sideways, {width} px: {self.page.evaluate(TOO_WIDE)}")
        return [*found, *self._broken_rules("phone"), *(f"browser: {text}" for text in self.said if _is_ours(text))]

    def _broken_rules(self, screen):
        broken = self.page.evaluate(RUN % RULES[screen])["violations"]
        return [f"{screen}: {rule['id']}: {[node['html'][:160] for node in rule['nodes']][:3]}" for rule in broken]

    def _answer(self, route):
        path = urlsplit(route.request.url).path
        if route.request.resource_type == "document":
            kept = {name: value for name, value in self.shown.headers.items() if name in HEADERS}
            route.fulfill(status=200, headers=kept, body=whole(self.shown.content.decode()))
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=Path(found))
        else:
            route.abort()


def whole(html):
    """A page to look at; a part, which a page asks for by itself, stands in the barest one."""
    return html if "<html" in html else PART % html


def _is_ours(text):
    """Whether a complaint is about the page: requests that nobody answers here are not."""
    return not any(words in text for words in UNANSWERED)


def elements_of(html):
    """Each kind of element of a page with the kinds right around it: what the rules look at, without the words."""
    found, around = set(), []
    for closes, tag, attributes, text in TAG.findall(html):
        if closes:
            while around and around.pop().partition(" ")[0] != tag:
                pass
        else:
            element = " ".join([tag, *sorted(told(name, value) for name, value in ATTRIBUTE.findall(attributes))])
            found.add((*around[-AROUND:], element))
            if tag not in VOID:
                around.append(element)
        if text.strip():
            found.add((*around[-AROUND:], "text"))
    return found


def told(name, value):
    """What an attribute tells of an element's kind."""
    if name in TOLD_APART_BY:
        return f"{name}={value}"
    return "" if SAYS_NOTHING.match(name) else name
