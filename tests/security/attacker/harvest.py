"""What the people of a force can produce, found as they find it: by following every link, form, file and address.

loot = harvest(world, IN_A)
loot.addresses       every address that one of them was shown and could open
loot.forms           every form on those pages, with what its fields hold
loot.leaks           what one of them should not have been shown
"""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.urls import Resolver404, resolve
from lxml import html

from tests.security.checks import leaks, text_of
from tests.security.rows import ROWS
from tests.security.table import OPEN

HERE = ("", "testserver", urlsplit(settings.SITE_URL).netloc)
SOURCES = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-url", "data-src")
SIGN_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_")
VARIANTS = 2
"""How many query strings of one path are followed: pages of filters link to one another without end."""
MARKUP = ("text/html", "application/atom+xml")
MARKER = re.compile(r"\bzz[qxrgtn][a-z]{4,}")
BUTTONS = ("submit", "image", "reset", "button")


@dataclass(frozen=True)
class Found:
    """A form on a page: where it goes, and what its fields hold, a field with choices once per choice.

    `typed` are the fields to type into, `areas` those of them for long texts, `buttons` the names of its buttons, in order.
    """

    action: str
    method: str
    values: tuple[tuple[str, str], ...]
    typed: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()

    @property
    def route(self):
        return route_of(self.action)


@dataclass
class Loot:
    """Who was shown which address first; the forms; which addresses were files to keep; which markers stood in all this,
    and which of them (address, actor, markers) that person must never meet.
    """

    addresses: dict = field(default_factory=dict)
    forms: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    words: set = field(default_factory=set)
    leaks: list = field(default_factory=list)

    def values_of(self, route, name):
        """What the fields of this name hold in the forms that go to this route."""
        return {
            value for form in self.forms.values() if form.route == route for own, value in form.values if own == name
        }


def path_of(address):
    return address.partition("?")[0]


def route_of(address):
    """The name of the address pattern; empty where there is none."""
    try:
        return resolve(path_of(address)).view_name
    except Resolver404:
        return ""


def one_of_each(addresses):
    """One address of each kind; people who are much like one another need not try them all."""
    return list({route_of(address): address for address in addresses}.values())


def starts(world, actor):
    """Where people begin: pages without a name of anything in them, and what the table says they may open."""
    for row in ROWS:
        if row.method == "get" and row.expected(actor) == OPEN:
            yield row.url(world)


def harvest(world, actors):
    """Everything that these people get by following what they are shown, each thing once."""
    loot, refused, variants = Loot(), set(), {}
    for actor in actors:
        browser, seen = world.client(actor), set()
        waiting = list(dict.fromkeys(starts(world, actor)))
        while waiting:
            address = waiting.pop()
            if address in seen or address in loot.addresses or address in refused or not _worth(address, variants):
                continue
            seen.add(address)
            cache.clear()
            answer = world.ask(actor, "get", address, browser=browser)
            if answer.status_code in {301, 302}:
                waiting += _here(address, [answer.headers["Location"]])
            if answer.status_code == 405:
                refused.add(address)
            if answer.status_code == 200:
                waiting += _taken(loot, actor, address, answer)
            if found := leaks(world, actor, answer, route_of(address)):
                loot.leaks.append((address, actor, found))
    return loot


def _taken(loot, actor, address, answer):
    """Note the address and its forms; where it leads."""
    loot.addresses[address] = actor
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        loot.files[address] = actor
    loot.words |= set(MARKER.findall(text_of(answer)))
    links, forms = shown(address, answer)
    for form in forms:
        loot.forms.setdefault((form.action, form.method, tuple(name for name, _value in form.values)), form)
    return _here(address, links)


def _worth(address, variants):
    """Whether it is one of ours, and not the same list once more with other filters."""
    path, _mark, query = address.partition("?")
    if route_of(address).startswith(SIGN_IN) or not route_of(address):
        return False
    if query:
        variants.setdefault(path, set()).add(query)
    return not query or len(variants[path]) <= VARIANTS


def _here(base, links):
    """The addresses of the portal among links, without the place on the page."""
    for link in links:
        parts = urlsplit(urljoin(base, link))
        if parts.netloc in HERE and parts.scheme in {"", "http", "https"} and parts.path.startswith("/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def shown(address, answer):
    """The links and forms that an answer holds."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if kind in MARKUP and answer.body.strip():
        tree = html.fromstring(answer.body)
        return _links(tree), list(forms_of(address, tree))
    if kind.endswith("json"):
        return list(_strings(json.loads(answer.body))), []
    if kind == "text/calendar":
        return re.findall(r"https?://\S+", answer.body.decode()), []
    return [], []


def _links(tree):
    return [str(value) for name in SOURCES for value in tree.xpath(f"//@{name}")]


def _strings(value):
    """Addresses in JSON."""
    if isinstance(value, str):
        if value.startswith(("/", "http")):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def forms_of(address, tree):
    """Each form of a page, also with fields that stand outside it."""
    for number, form in enumerate(tree.xpath("//form")):
        method = (form.get("method") or "get").lower()
        action = next(_here(address, [form.get("action") or address]), "")
        name = form.get("id") or f"no id {number}"
        fields = form.xpath(".//input[not(@form)]|.//select[not(@form)]|.//textarea[not(@form)]|.//button[not(@form)]")
        fields += tree.xpath("//*[@form=$name]", name=name)
        values, typed = [], []
        areas = [one.get("name") for one in fields if one.tag == "textarea" and one.get("name")]
        buttons = [one.get("name") or "" for one in fields if _is_button(one)]
        for one in fields:
            if one.get("name") and one.get("name") != "csrfmiddlewaretoken" and one.get("disabled") is None:
                values += [(one.get("name"), value) for value in _held(one)]
                typed += [one.get("name")] if _is_typed(one) else []
        if action:
            known = (tuple(dict.fromkeys(names)) for names in (values, typed, areas, buttons))
            yield Found(action, method, *known)


def _held(one):
    if one.tag == "select":
        return [option.get("value", option.text or "") for option in one.xpath(".//option")]
    if one.tag == "textarea":
        return [(one.text or "").removeprefix("\n")]
    return [one.get("value") or ""]


def _is_button(one):
    return one.tag == "button" or one.get("type") in BUTTONS


def _is_typed(one):
    return one.tag == "textarea" or (
        one.tag == "input" and one.get("type", "text") not in {"hidden", "checkbox", "radio", "file", *BUTTONS}
    )
