"""Forms about the people of an example: co-authors, the owner, replies."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.triage import helper
from practice.models import CoAuthor


class CoAuthorForm(forms.Form):
    """A colleague's address and what they may do."""

    email = forms.CharField(
        label=_("E-mail address of your colleague"),
        help_text=_("They need an account and a role in your force."),
        max_length=254,
        required=False,
    )
    level = forms.ChoiceField(
        label=_("What may they do?"), choices=CoAuthor.Level.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("level", CoAuthor.Level.EDIT)
        self.helper = helper(
            Field.text("email", label_size=Size.SMALL), Field.radios("level", legend_size=Size.SMALL, small=True)
        )


class OwnerForm(forms.Form):
    """The colleague who becomes the owner."""

    new_owner = forms.CharField(
        label=_("E-mail address of the new owner"),
        help_text=_("They decide about permissions and co-authors from then on. You stay a co-author who may edit."),
        max_length=254,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Field.text("new_owner", label_size=Size.SMALL))


class ReplyForm(forms.Form):
    """A remark of the authors to VKPP."""

    text = forms.CharField(label=_("Write to VKPP"), widget=forms.Textarea, required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Field.textarea("text", rows=4, label_size=Size.SMALL))


class WithdrawForm(forms.Form):
    """Why an example is withdrawn; the reason may stay empty."""

    reason = forms.CharField(
        label=_("Why do you withdraw it? (optional)"),
        help_text=_("VKPP staff and the authors of the example read this."),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Field.textarea("reason", rows=3, label_size=Size.SMALL))
