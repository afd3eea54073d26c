"""Mail of a demo machine is kept and shown instead of sent."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from vkpp.core import demo_mail


@pytest.fixture
def send(settings, tmp_path):
    settings.DEMO_MAIL_DIR = tmp_path / "mail"
    backend = get_connection("vkpp.core.demo_mail.DemoMailBackend")

    def send(subject, text, html=""):
        message = EmailMultiAlternatives(subject, text, "from@portal.example", ["to@kent.police.uk"])
        if html:
            message.attach_alternative(html, "text/html")
        return backend.send_messages([message])

    return send


def test_no_mail_says_how_to_get_one(client, db, send):
    assert "No mail yet" in client.get("/demo/mail/").content.decode()


def test_the_newest_mail_comes_first(client, db, send):
    assert send("First", "one") == 1
    assert send("Second – later", "zwei") == 1

    page = client.get("/demo/mail/").content.decode()

    assert page.index("Second – later") < page.index("First")
    assert "to@kent.police.uk" in page


def test_links_can_be_followed_and_code_is_only_shown(client, db, send):
    send("Sign in", "Go to http://localhost:8000/x/?a=1 <script>alert(1)</script>", "<script>alert(2)</script>")

    page = client.get("/demo/mail/").content.decode()

    assert '<a href="http://localhost:8000/x/?a=1"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page


def test_only_so_many_mails_are_kept(send, settings, monkeypatch):
    monkeypatch.setattr(demo_mail, "KEPT", 2)

    for n in range(4):
        send(f"Mail {n}", "text")

    kept = [path.read_text() for path in sorted(settings.DEMO_MAIL_DIR.iterdir())]
    assert ["Subject: Mail 2" in kept[0], "Subject: Mail 3" in kept[1], len(kept)] == [True, True, 2]


def test_there_is_no_such_page_in_production(client, send, settings):
    settings.DEMO = False

    assert client.get("/demo/mail/").status_code == 404
