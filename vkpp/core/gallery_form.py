"""The form shown in the gallery: one field of each kind, laid out as the forms of the portal are."""

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fluid, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Asks about an imaginary example."""

    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("The name that colleagues know it by."),
        max_length=120,
        error_messages={"required": _("Enter a name, for example the name of the project.")},
    )
    kind = forms.ChoiceField(
        label=_("What does it mainly do?"),
        widget=forms.RadioSelect,
        choices=(
            Choice("prevention", _("Prevention"), hint=_("It stops harm before it happens.")),
            Choice("diversion", _("Diversion"), hint=_("It leads people away from crime.")),
            Choice("location", _("Location"), hint=_("It works on places, not on people.")),
        ),
        error_messages={"required": _("Choose what it mainly does.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Which topics does it touch?"),
        help_text=_("Choose all that apply."),
        widget=forms.CheckboxSelectMultiple,
        choices=(("children", _("Children")), ("adults", _("Adults at risk")), ("online", _("Online harm"))),
        error_messages={"required": _("Choose at least one topic.")},
    )
    started = DateInputField(
        label=_("When did it start?"),
        help_text=_("For example 31 3 2024."),
        required=False,
    )
    scale = forms.ChoiceField(
        label=_("How far does it reach?"),
        choices=(("", _("Choose")), ("local", _("Local")), ("force", _("Force-wide"))),
        required=False,
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What happens, for whom, and what changed."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field.text("title", field_width=Fluid.TWO_THIRDS),
            Field.radios("kind", legend_size=Size.SMALL),
            Field.checkboxes("topics", legend_size=Size.SMALL, small=True),
            Field.text("started", legend_size=Size.SMALL),
            Field.select("scale"),
            Field.textarea("summary", rows=4, max_characters=1500),
        )
