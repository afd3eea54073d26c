"""Who writes while things break: people of the demonstration with tokens, a session, a webhook, and things to write to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREPARE = """
import datetime
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from analytics.actions import webhooks
from analytics.feeds.vocab import Event
from analytics.models import Webhook
from practice.actions import contacts
from practice.models import Call, ContactRequest
from vkpp.accounts import actions, second_factor
from vkpp.accounts.models import Force, Token, User
from django.conf import settings
from django.utils import timezone

def who(email):
    return User.objects.get(email=email)

def token(user, number):
    made, secret = actions.create_token(owner=user, name=f"Faults {number}", scopes=Token.Scope.values, days=9, by=None)
    return secret

def session(user):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY], store[second_factor.SESSION_KEY] = user.get_session_auth_hash(), str(user.pk)
    store.create()
    return store.session_key

# A call that opened a minute ago has not opened yet for a process whose clock is an hour slow.
Call.objects.filter(slug="open-call").update(opens_at=timezone.now() - datetime.timedelta(days=1))
Token.objects.filter(name__startswith="Faults").delete()
Webhook.objects.filter(name="Faults").delete()
lead = who("nvap.lead@norfolk.police.uk")
author, analyst = who("practice.lead@kent.police.uk"), who("analyst@kent.police.uk")
asked = ContactRequest.objects.filter(asked_by=author, state__in=contacts.OPEN).first()
asked = asked or contacts.ask_force(force=Force.objects.get(code="norfolk"), text="Who leads on this?", by=author)
hook, _secret = webhooks.add(owner=analyst, name="Faults", url=URL, events=Event.values, by=analyst)
print(json.dumps({
    "lead": [token(lead, n) for n in range(3)],
    "author": [token(author, n) for n in range(4)],
    "session": session(analyst),
    "author_session": session(author),
    "request": asked.reference,
    "hook": hook.pk,
}))
"""


class Program(ThreadingHTTPServer):
    """Another program, told by a webhook; `taken` are the ids of the messages in the order of their coming."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Takes)
        self.taken = []
        self.url = f"http://localhost:{self.server_port}/told"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Takes(BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append(told["id"])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments):
        pass


class Cast:
    """The people of one portal, made once: tokens, a session, a webhook and a contact request."""

    def __init__(self, portal):
        self.program = Program()
        words = PREPARE.replace("URL", repr(self.program.url))
        said = portal.manage("shell", "-v", "0", "-c", words)
        for name, value in json.loads(said.strip().splitlines()[-1]).items():
            setattr(self, name, value)

    def close(self):
        """The other program goes."""
        self.program.shutdown()
        self.program.server_close()
