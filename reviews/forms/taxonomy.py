"""Forms of the themes of learning."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from reviews.forms.coding import loose_area
from reviews.models import Taxonomy, Theme
from reviews.presenters.code_book import flat, tree
from vkpp.accounts.forms import layout

SMALL = Size.SMALL


class ThemeForm(forms.Form):
    """A theme of a draft."""

    label = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=160)
    parent = forms.ChoiceField(label=gettext_lazy("Stands below"), required=False)
    description = loose_area(gettext_lazy("When to use it, and when not"))
    provenance = forms.CharField(label=gettext_lazy("Where it comes from (optional)"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, taxonomy: Taxonomy, theme: Theme | None = None) -> None:
        names = ("label", "description", "provenance")
        start = {name: getattr(theme, name) for name in names} if theme else {}
        super().__init__(data, initial=start | {"parent": theme.parent.code if theme and theme.parent else ""})
        rows = [(one.theme.code, "– " * depth + one.theme.label) for depth, one in flat(tree(taxonomy))]
        parent: Any = self.fields["parent"]
        parent.choices = [
            ("", _("None: it is a group of its own")),
            *(r for r in rows if not theme or r[0] != theme.code),
        ]
        self.fields["description"].help_text = _("Coders go by these words. Name what belongs to a neighbouring theme.")
        self.helper = layout(
            Field.text("label", label_size=SMALL),
            Field.select("parent", label_size=SMALL),
            Field.textarea("description", rows=6, label_size=SMALL),
            Field.text("provenance", label_size=SMALL),
        )


class VersionForm(forms.Form):
    """Title and note of a draft."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=160)
    note = area(gettext_lazy("What changed, and why?"), 2000)

    def __init__(self, data: Any = None, *, taxonomy: Taxonomy) -> None:
        super().__init__(data, initial={"title": taxonomy.title, "note": taxonomy.note})
        self.helper = layout(Field.text("title", label_size=SMALL), Field.textarea("note", rows=5, label_size=SMALL))
