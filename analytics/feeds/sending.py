"""One attempt to bring a message to a webhook: to public addresses only, without following where it is sent on."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _

from analytics.feeds import signing

SECONDS = 10
READ_AT_MOST = 300
AGENT = "VKPP-portal-webhook/1"
# IPv6 networks whose addresses stand for an IPv4 address behind a translator of the network we run in.
WRAPPING = tuple(ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96"))


@dataclass(frozen=True)
class Answer:
    """What came back: the status, or what went wrong in words."""

    status: int | None
    words: str = ""

    @property
    def good(self) -> bool:
        """Whether the program has taken the message."""
        return self.status is not None and 200 <= self.status < 300


class Unreachable(Exception):
    """The address is none that the portal sends to."""


def send(*, url: str, secret: str, name: str, body: str) -> Answer:
    """Send one message once."""
    now = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": name,
        "webhook-timestamp": str(now),
        "webhook-signature": signing.signature(secret, name, now, body),
    }
    try:
        return _post(url, body, headers)
    except Unreachable as refusal:
        return Answer(None, str(refusal))
    except urllib3.exceptions.HTTPError as error:
        return Answer(None, _("No answer: %(what)s") % {"what": type(error).__name__})


def _post(url: str, body: str, headers: dict[str, str]) -> Answer:
    """To the very address that was checked, so that a name cannot lead elsewhere a moment later."""
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    with _pool(parts) as pool:
        reply = pool.urlopen(
            "POST",
            target,
            body=body.encode(),
            headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
            redirect=False,
            preload_content=False,
        )
        try:
            text = reply.read(READ_AT_MOST, decode_content=False).decode("utf-8", "replace")
        finally:
            reply.close()
    is_page = text.lstrip().startswith("<")  # an error page of some server says nothing in its first words
    words = "" if 200 <= reply.status < 300 or is_page else " ".join(text.replace("\x00", "").split())
    return Answer(reply.status, words)


def _pool(parts: SplitResult) -> urllib3.HTTPConnectionPool:
    """One connection to the address, under the host's own name where it must prove who it is."""
    host, timeout = parts.hostname or "", urllib3.Timeout(connect=SECONDS / 2, read=SECONDS)
    if parts.scheme != "https":
        port = parts.port or 80
        return urllib3.HTTPConnectionPool(address_of(host, port), port=port, timeout=timeout, retries=False)
    port = parts.port or 443
    return urllib3.HTTPSConnectionPool(
        address_of(host, port), port=port, timeout=timeout, retries=False, server_hostname=host, assert_hostname=host
    )


def address_of(host: str, port: int) -> str:
    """Where a host is; Unreachable when it is not on the public internet, so that no inner service can be reached."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(_("There is no host %(host)s.") % {"host": host}) from error
    addresses = [str(one[4][0]) for one in found]
    if not settings.WEBHOOKS_MAY_STAY_INSIDE and not all(is_public(one) for one in addresses):
        raise Unreachable(_("%(host)s is not an address on the internet.") % {"host": host})
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether it is one machine on the public internet, also where an IPv4 address is wrapped in an IPv6 one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None or any(found in network for network in WRAPPING) or found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
