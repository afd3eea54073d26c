"""The form of a waiver."""

import datetime as dt
from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Response
from vkpp.accounts.forms import layout

LONGEST = 2000
USUAL = dt.timedelta(days=365)


class WaiverForm(forms.Form):
    """Why a check may pass, on which answers, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why may it pass?"),
        help_text=gettext_lazy("The force reads this beside the check."),
        widget=forms.Textarea,
        max_length=LONGEST,
        required=False,
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        widget=forms.RadioSelect,
        initial="answer",
        error_messages={"required": gettext_lazy("Choose where it may pass.")},
    )
    expires_on = DateInputField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("The last day, at most two years from now. The next morning the check counts again."),
        required=False,
        require_all_fields=False,
    )

    def __init__(self, data: Any = None, *, response: Response) -> None:
        self.response = response
        super().__init__(data, initial={"scope": "answer", "expires_on": timezone.localdate() + USUAL})
        names = {"code": response.action_version.code, "force": response.ret.force.short_name}
        scope: Any = self.fields["scope"]
        scope.choices = [
            ("answer", _("Only this answer, %(code)s") % names),
            ("force", _("All answers of %(force)s to which this check applies, also in later rounds") % names),
        ]
        self.helper = layout(
            Field.textarea("reason", rows=4, max_characters=LONGEST, label_size=Size.SMALL),
            Field.radios("scope", legend_size=Size.SMALL),
            Field.text("expires_on", legend_size=Size.SMALL),
        )

    def values(self) -> dict[str, Any]:
        """What `waive` takes beside check and force."""
        data = self.cleaned_data
        only = self.response if data["scope"] == "answer" else None
        return {"response": only, "reason": data["reason"], "expires_on": data["expires_on"]}
