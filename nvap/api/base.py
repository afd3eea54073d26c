"""What the endpoints of returns share: how their things are found, and that every look of staff is in the trail."""

from typing import ClassVar

from django.http import Http404
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import reviewing
from nvap.models import Response, Return
from vkpp.core.api.views import ApiView
from vkpp.core.exceptions import NotAllowed

NEEDED = ("round__plan", "round__form", "force", "signed", "validated")


class ReturnView(ApiView):
    """An endpoint about a return: only for who is signed in; changing needs a token for it."""

    write_scope: ClassVar[str] = "return:write"

    def find_return(self) -> Return:
        """The return of this address, or 404 for who may see nothing of it."""
        rows = Return.objects.visible_to(self.request.user).select_related(*NEEDED)
        place = {"round__code": self.kwargs["round"], "force__code": self.kwargs["force"]}
        ret: Return | None = rows.filter(**place).first()
        if ret is None:
            raise Http404
        return ret

    def find_whole(self) -> Return:
        """The return of this address, for who may read all of it; others are told who may."""
        ret = self.find_return()
        if not people.may_read_whole(self.request.user, ret):
            words = _("You see the answers assigned to you. The whole return is for the NVAP lead and chief officers.")
            raise NotAllowed(words)
        self.look(ret)
        return ret

    def find_answer(self, ret: Return) -> Response:
        """The answer of this address, or 404 for who may not see it."""
        rows = Response.objects.visible_to(self.request.user).of_return(ret)
        code = self.kwargs["action"]
        response: Response | None = (
            rows.select_related("action_version__action", "carried_from__ret__round")
            .filter(action_version__code=code)
            .first()
        )
        if response is None:
            raise Http404
        response.ret = ret
        self.look(ret, code)
        return response

    def look(self, ret: Return, code: str = "") -> None:
        """Log that staff read a sensitive return, as on the pages."""
        if self.request.method in {"GET", "HEAD"}:
            reviewing.look(ret=ret, by=self.request.user, code=code)
