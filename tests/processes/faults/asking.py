"""Requests that a browser or a program sends, with what makes them a form or a file."""

import http.client
import uuid
from urllib.parse import urlencode

CSRF = "0123456789abcdefghijklmnopqrstuv"
PATIENCE = 30


def send(portal, method, path, body=None, headers=()):
    """One request: status, headers and the decoded text; (0, {}, "") when nobody answered."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, {}, ""
    finally:
        connection.close()


def page(portal, session, path):
    """A page as somebody who is signed in sees it."""
    return send(portal, "GET", path, headers={"Cookie": f"vkpp_session={session}"})


def form(portal, session, path, fields):
    """A form that somebody who is signed in sends."""
    headers = {
        "Cookie": f"vkpp_session={session}; csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return send(portal, "POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}, doseq=True), headers)


def file(portal, token, path, name, data, key=""):
    """A file sent by a program."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={mark}"}
    if key:
        headers["Idempotency-Key"] = key
    return send(portal, "POST", path, head.encode() + data + f"\r\n--{mark}--\r\n".encode(), headers)
