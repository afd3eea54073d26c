"""Programs that call the API: with a token, or without."""

import json

from allauth.mfa.models import Authenticator
from django.test import Client

from vkpp.accounts.actions.tokens import create_token
from vkpp.accounts.permissions import needs_second_factor
from vkpp.core.api import problems

API = "/api/v1/"


class Program(Client):
    """A program; `secret` is the token it sends. Bodies are JSON; addresses are relative to /api/v1/."""

    def __init__(self, secret="", **options):
        super().__init__(**options)
        self.secret = secret

    def generic(self, method, path, *args, headers=None, **kwargs):
        """One request, with the token."""
        own = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        address = path if path.startswith(("/", "http")) else API + path
        return super().generic(method, address, *args, headers={**own, **(headers or {})}, **kwargs)

    def results(self, path, **params):
        """The rows of a list's first page."""
        answer = self.get(path, params)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    def references(self, path="practices/", **params):
        """The references of a list's first page."""
        return [row["reference"] for row in self.results(path, **params)]


def program(user=None, *scopes, **options):
    """A program of `user` with a token of these scopes (all of them if none is named); without a user it has none."""
    if user is None:
        return Program(**options)
    if needs_second_factor(user):
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    _token, secret = create_token(
        owner=user,
        name="A program",
        scopes=scopes or ("read", "practice:write", "return:write", "reviews:send"),
        days=30,
        by=user,
    )
    return Program(secret, **options)


def send(browser, method, url, data, **headers):
    """JSON from somebody who is signed in with a browser."""
    call = getattr(browser, method)
    return call(url, json.dumps(data), content_type="application/json", headers=headers)


def refusal(answer, status):
    """The problem that a refused request is answered with, which has the one shape and a page that explains it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "code", "fields", "request_id"} <= set(problem)
    assert (problem["status"], problem["request_id"]) == (status, answer["X-Request-ID"])
    kind = problems.BY_CODE[problem["code"]]
    assert (problem["type"], problem["title"], kind.status) == (kind.uri, str(kind.title), status)
    return problem
