"""Every kind of problem the API can answer with (RFC 9457), each with a page that says what it is and what to do.

A problem's `type` is the address of that page, so that it can be opened from a log. Codes never change their meaning.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
PLACE = "/api/v1/problems/"

Text = str | Promise


@dataclass(frozen=True)
class Problem:
    """One kind of problem: a word for programs, its status, a short title, what it means and what to do."""

    code: str
    status: int
    title: Text
    meaning: Text
    remedy: Text

    @property
    def uri(self) -> str:
        """The address of its page, which is its `type`."""
        return f"{settings.SITE_URL}{PLACE}{self.code}/"


PROBLEMS = (
    Problem(
        "invalid",
        400,
        _("Some values cannot be accepted"),
        _("The request can be read, but a value in it breaks a rule. Nothing was saved."),
        _(
            "Look at “fields”: it names each value with the sentence that says what is wrong. Put them right, send again."
        ),
    ),
    Problem(
        "invalid_parameter",
        400,
        _("A parameter cannot be used"),
        _("A parameter of the address is unknown here, is given twice, or has a value that cannot be used."),
        _("Look at “fields”: it names the parameter. A parameter that does not exist is refused, never ignored."),
    ),
    Problem(
        "malformed",
        400,
        _("The request cannot be read"),
        _("The body is not JSON in UTF-8, a header cannot be read, or the host is not this portal."),
        _("Check how the request is made. “detail” says where the body goes wrong, by line and column."),
    ),
    Problem(
        "refused",
        400,
        _("The request was refused"),
        _("A rule of the portal does not let this happen. Nothing was changed."),
        _("“detail” says which rule, and what to do first."),
    ),
    Problem(
        "not_signed_in",
        401,
        _("You are not signed in"),
        _("This address is only for people with an account, and the request has no token."),
        _("Make a token on your account page and send it in the header “Authorization: Bearer …”."),
    ),
    Problem(
        "invalid_token",
        401,
        _("The token cannot be used"),
        _("The token is mistyped, has run out or was revoked, or its owner's account is closed."),
        _("Make a new token on your account page. Asking again with this one cannot succeed."),
    ),
    Problem(
        "not_allowed",
        403,
        _("You may not do this"),
        _("Your role does not include this, or the token was made without the scope for it."),
        _("“detail” says who may. For a scope make another token; for a role ask for it on the page “Your access”."),
    ),
    Problem(
        "not_found",
        404,
        _("There is nothing here"),
        _("Nothing has this address, or nothing that you may know of: the answer is the same for both."),
        _("Check the reference, and that the address ends with a slash. Sign in if you did not."),
    ),
    Problem(
        "method_not_allowed",
        405,
        _("This address cannot do that"),
        _("The address exists, but does not take this method."),
        _("The header Allow says which methods it takes."),
    ),
    Problem(
        "not_acceptable",
        406,
        _("The answer has no such format"),
        _("The header Accept asks for a format that this address does not have."),
        _("Send “Accept: application/json”, or leave the header out."),
    ),
    Problem(
        "conflict",
        409,
        _("It is not as you think it is"),
        _(
            "Somebody changed it meanwhile, it is no longer in the state for this, or a key was used for something else."
        ),
        _("Look at “current”, what is there now, and “yours”, what you sent. Decide, then send again."),
    ),
    Problem(
        "too_large",
        413,
        _("The request is too large"),
        _("The body or a file is larger than this address takes."),
        _("Send less text, or a smaller file: files are at most 10 MB."),
    ),
    Problem(
        "unsupported_media_type",
        415,
        _("The body has the wrong type"),
        _("The address does not take bodies of this Content-Type."),
        _("Send JSON with “Content-Type: application/json”; files as “multipart/form-data”."),
    ),
    Problem(
        "precondition_required",
        428,
        _("Say which version you change"),
        _("A change must name the version that it changes, so that nobody overwrites what they have not read."),
        _("Read the thing first, and send its ETag or its version in the header If-Match."),
    ),
    Problem(
        "too_many_requests",
        429,
        _("Too many requests"),
        _("More requests came in this minute than the limit allows."),
        _(
            "Wait as many seconds as the header Retry-After says. The RateLimit headers of each answer show what is left."
        ),
    ),
    Problem(
        "server_error",
        500,
        _("Something went wrong on our side"),
        _("The portal failed. Nothing was changed by this request."),
        _("Try again later. If it stays, tell us the request_id."),
    ),
    Problem(
        "read_only",
        503,
        _("The portal is read-only"),
        _("The portal takes no changes for a while, for example while it is looked after. Reading works as always."),
        _("“detail” says why. Wait as many seconds as the header Retry-After says, then send the same request again."),
    ),
    Problem(
        "unavailable",
        503,
        _("A part of the portal is away"),
        _("The database restarts or there is no room for a file. The request was carried out whole or not at all."),
        _(
            "Wait as many seconds as the header Retry-After says. Read what you changed, and send again what is not there."
        ),
    ),
)

BY_CODE = {problem.code: problem for problem in PROBLEMS}


def of(code: str) -> Problem:
    """The kind of problem with this code; a code without a page of its own counts as a plain refusal."""
    return BY_CODE.get(code, BY_CODE["refused"])
