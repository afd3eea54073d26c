"""Where webhooks may go: one public address, checked and then connected to, however it is written."""

import socket

import pytest

from analytics.feeds import sending, signing

INSIDE = [
    "127.0.0.1",
    "127.1.2.3",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - where nothing may be sent
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]


@pytest.mark.parametrize("address", INSIDE)
def test_only_public_addresses_are_reached(address):
    assert not sending.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "51.140.0.1", "2a00:1450:4009:80b::200e", "2606:4700::1111"])
def test_public_addresses_are_reached(address):
    assert sending.is_public(address)


@pytest.fixture
def names(monkeypatch):
    """`names["host"]`: the addresses that the host has, one list for each time it is asked for; the last one stays."""
    known, ask = {}, socket.getaddrinfo

    def answer(host, port, *args, **kwargs):
        if host not in known:
            return ask(host, port, *args, **kwargs)
        found = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return known


def sent(url):
    return sending.send(url=url, secret=signing.secret_of("x"), name="m", body="{}")


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:10.0.0.1"]])
def test_host_with_an_address_inside_is_refused_whole(settings, names, addresses):
    settings.WEBHOOKS_MAY_STAY_INSIDE = False
    names["hook.example.org"] = [addresses]
    assert sent("https://hook.example.org/x").words == "hook.example.org is not an address on the internet."


def test_name_that_changes_after_the_check_is_not_asked_again(settings, names, monkeypatch):
    """The second answer leads inside; the connection is made to the address that was checked."""
    settings.WEBHOOKS_MAY_STAY_INSIDE = False
    names["hook.example.org"] = [["8.8.8.8"], ["127.0.0.1"]]
    pool = sending._pool(sending.urlsplit("https://hook.example.org/x"))
    assert pool.host == "8.8.8.8"
    assert (pool.conn_kw["server_hostname"], pool.assert_hostname) == ("hook.example.org", "hook.example.org")
    pool.close()


def test_redirect_is_not_followed(settings, names):
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.asked.append(self.path)
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/inner")
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    settings.WEBHOOKS_MAY_STAY_INSIDE = True
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answer = sent(f"http://127.0.0.1:{server.server_port}/hook")
        server.shutdown()

    assert (answer.status, answer.good) == (307, False)
    assert server.asked == ["/hook"]
