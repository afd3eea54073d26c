"""Forms about people: profile, roles, invitations, tokens. Those of signing in are `sign_in_forms`."""

from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fluid, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from vkpp.accounts import rules
from vkpp.accounts.actions.tokens import LIFETIMES
from vkpp.accounts.models import Force, Token, User
from vkpp.accounts.roles import BY_CODE, ROLES
from vkpp.core.exceptions import Invalid
from vkpp.core.fields import plain_line


def layout(*fields: Any) -> FormHelper:
    """How a form stands on a page: its own fields only; the template has the tag, the token and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper


def take_errors(form: forms.BaseForm, refusal: Invalid) -> None:
    """Put what an action refused next to the fields it concerns."""
    for field, sentences in refusal.errors.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)


def name_field() -> forms.CharField:
    """Asks for the person's name."""
    return forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As colleagues should see it, for example “Sam Green, public protection”."),
        error_messages={"required": _("Enter your name.")},
        validators=[plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class JoinForm(forms.Form):
    """Opens the account of somebody who was invited; the address is known."""

    display_name = name_field()
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("At least 12 characters. Three random words are good."),
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(Field.text("display_name"), Field.text("password"))


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """How colleagues see the person."""

    class Meta:
        model = User
        fields = ("display_name", "sector", "organisation")
        labels = {
            "display_name": _("Your name"),
            "sector": _("Where you work"),
            "organisation": _("Organisation or team"),
        }
        help_texts = {
            "display_name": _("As colleagues should see it, for example “Sam Green, public protection”."),
            "organisation": _("If it is not clear from your force."),
        }
        error_messages = {"display_name": {"required": _("Enter your name.")}}
        widgets = {"sector": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = User.Sector.choices  # type: ignore[attr-defined]  # a choice field
        self.helper = layout(
            Field.text("display_name"), Field.radios("sector", legend_size=Size.SMALL), Field.text("organisation")
        )


class AskForm(forms.Form):
    """Asks for a role."""

    role = forms.ChoiceField(
        label=_("Which role do you need?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the role that you need.")},
    )
    force = forms.ModelChoiceField(
        label=_("In which force?"),
        queryset=Force.objects.all(),
        required=False,
        empty_label=_("Choose a force"),
        help_text=_("Not needed for national roles."),
    )
    reason = forms.CharField(
        label=_("What do you need it for?"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("Who decides reads this. One sentence is enough."),
        error_messages={"required": _("Say in a sentence what you need the role for.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a choice field
            Choice(
                role.code,
                _("%(role)s (national)") % {"role": role.name} if role.national else role.name,
                hint=role.summary,
            )
            for role in ROLES
        ]
        self.helper = layout(
            Field.radios("role", legend_size=Size.MEDIUM),
            Field.select("force", label_size=Size.SMALL),
            Field.textarea("reason", label_size=Size.SMALL, rows=4, max_characters=1000),
        )


class InviteForm(forms.Form):
    """Invites somebody to a role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@kent.police.uk."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    force = forms.ModelChoiceField(
        label=_("Force"), queryset=Force.objects.none(), required=False, empty_label=_("Choose a force")
    )

    def __init__(self, *args: Any, by: User, forces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [BY_CODE[code] for code in rules.grantable_roles(by)]
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a choice field
            Choice(role.code, role.name, hint=role.summary) for role in roles
        ]
        self.fields["force"].queryset = forces  # type: ignore[attr-defined]  # a model choice field
        if any(role.national for role in roles):
            self.fields["force"].help_text = _("Not needed for national roles.")
        self.helper = layout(
            Field.text("email", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.radios("role", legend_size=Size.SMALL),
            Field.select("force", label_size=Size.SMALL),
        )


class TokenForm(forms.Form):
    """Makes an API token."""

    name = forms.CharField(
        label=_("What is the token for?"),
        max_length=80,
        help_text=_("Name the program or report that will use it, for example “Power BI, crime team”."),
        error_messages={"required": _("Name the program or report that will use the token.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        choices=Token.Scope.choices,
        initial=[Token.Scope.READ],
        help_text=_("It never may more than you may yourself."),
        error_messages={"required": _("Choose what the token may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long is it valid?"),
        widget=forms.RadioSelect,
        coerce=int,
        choices=[(str(days), _("%(n)s days") % {"n": days}) for days in LIFETIMES],
        initial=str(LIFETIMES[1]),
        error_messages={"required": _("Choose how long the token is valid.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.text("name", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.checkboxes("scopes", legend_size=Size.SMALL),
            Field.radios("days", legend_size=Size.SMALL, inline=True),
        )


class ReasonForm(forms.Form):
    """Why a role is ended, a request refused, an account closed."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("It is kept with the decision."),
        error_messages={"required": _("Give a reason. It is kept with the decision.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(Field.textarea("reason", label_size=Size.SMALL, rows=4, max_characters=1000))
