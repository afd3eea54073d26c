"""What an example consists of: pages and their questions, once, for the forms, the check page, the API and the bank."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nvap.models import Action, Strand
from practice.models import Term
from practice.vocab import Approach, Category, Scale, Stage
from vkpp.accounts.models import Force

Text = str | Promise
Choices = Iterable[tuple[str, Text]]
Kind = Literal["line", "text", "email", "one", "some", "yes_no", "date"]


def _terms(kind: str) -> Callable[[], Choices]:
    return lambda: Term.objects.filter(kind=kind, active=True).values_list("code", "label")


def _regions() -> Choices:
    names = Force.objects.filter(benchmarked=True).order_by("region").values_list("region", flat=True).distinct()
    return [(name, name) for name in names]


def _strands() -> Choices:
    return Strand.objects.filter(selectable=True).values_list("code", "label")


def _actions() -> Choices:
    return [
        (action.code, _("%(action)s (sample)") % {"action": action} if action.sample else str(action))
        for action in Action.objects.all()
    ]


@dataclass(frozen=True)
class Field:
    """One question. `name` is the column; `limit` the most characters; `choices` the words to choose from."""

    name: str
    label: Text
    kind: Kind
    hint: Text = ""
    limit: int = 0
    required: Text = ""
    choices: Callable[[], Choices] | None = None

    @property
    def many(self) -> bool:
        """Several answers are allowed."""
        return self.kind == "some"


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    code: str
    title: Text
    fields: tuple[Field, ...]
    hint: Text = ""


SECTIONS: tuple[Section, ...] = (
    Section(
        "basics",
        _("Name and contact"),
        (
            Field(
                "title",
                _("What is the practice called?"),
                "line",
                _("Use the name that colleagues know it by."),
                160,
                _("Enter a title."),
            ),
            Field(
                "summary",
                _("Summary"),
                "text",
                _(
                    "Say in two or three sentences what is done, with whom and why. This is what people read in the list."
                ),
                600,
                _("Enter a summary."),
            ),
            Field(
                "lead_organisation",
                _("Lead organisation"),
                "line",
                _("The force, unit or body that runs the practice."),
                160,
                _("Enter the lead organisation."),
            ),
            Field(
                "contact_name",
                _("Contact"),
                "line",
                _("A role or team, not a person: for example Harm Reduction Unit."),
                120,
                _("Enter a role or team that people can contact."),
            ),
            Field(
                "contact_email",
                _("Contact e-mail address"),
                "email",
                _("A shared mailbox is best. It is shown only to people who sign in."),
                254,
                _("Enter an e-mail address that people can write to."),
            ),
            Field("region", _("Region"), "one", "", 40, choices=_regions),
        ),
    ),
    Section(
        "kind",
        _("What kind of practice it is"),
        (
            Field(
                "categories",
                _("Category"),
                "some",
                _("Choose all that apply."),
                required=_("Choose at least one category."),
                choices=lambda: Category.choices,
            ),
            Field("approaches", _("Approach"), "some", _("Choose all that apply."), choices=lambda: Approach.choices),
            Field(
                "proactive_policing",
                _("Is it proactive policing?"),
                "yes_no",
                _("Police act on what they know before anybody calls."),
            ),
            Field(
                "strands",
                _("Strands of vulnerability"),
                "some",
                _("Choose those the practice addresses directly."),
                required=_("Choose at least one strand."),
                choices=_strands,
            ),
            Field(
                "serious_violence",
                _("Does it address serious violence?"),
                "yes_no",
                "",
                required=_("Say whether it addresses serious violence."),
            ),
            Field(
                "topics",
                _("Topics"),
                "some",
                _("Topics of the College of Policing's practice bank."),
                choices=_terms("topic"),
            ),
        ),
    ),
    Section(
        "reach",
        _("Scale, stage and people"),
        (
            Field(
                "actions",
                _("Actions of the National Vulnerability Action Plan"),
                "some",
                _("Choose those the practice helps to deliver."),
                choices=_actions,
            ),
            Field("scale", _("Scale"), "one", "", required=_("Choose the scale."), choices=lambda: Scale.choices),
            Field(
                "stage",
                _("How far has it been evaluated?"),
                "one",
                "",
                required=_("Choose how far it has been evaluated."),
                choices=lambda: Stage.choices,
            ),
            Field(
                "started",
                _("When did it start?"),
                "date",
                _("A year is enough: for example 2021, 5 2021 or 17 5 2021."),
                10,
            ),
            Field("ended", _("When did it end?"), "date", _("Leave empty if it still runs."), 10),
            Field(
                "target_groups",
                _("Target group"),
                "some",
                _("Whom the practice is meant for."),
                required=_("Choose at least one target group."),
                choices=_terms("target_group"),
            ),
            Field("partners", _("Partners"), "some", "", choices=_terms("partner")),
        ),
    ),
    Section(
        "aims",
        _("Aim and outcome"),
        (
            Field(
                "aim",
                _("Aim"),
                "text",
                _("What should be different because of the practice?"),
                2000,
                _("Enter the aim."),
            ),
            Field(
                "intended_outcome",
                _("Intended outcome"),
                "text",
                _("How would you know that it has worked? Name what you would count or ask."),
                2000,
            ),
        ),
    ),
    Section(
        "description",
        _("How it works"),
        (
            Field(
                "description",
                _("Description"),
                "text",
                _(
                    "What is done, by whom, how often, step by step. Leave out names and details of victims, suspects and staff."
                ),
                10000,
                _("Describe how it works."),
            ),
            Field("cost", _("Cost"), "text", _("What it cost to set up and costs to run, and who pays."), 2000),
            Field(
                "resources",
                _("People and resources"),
                "text",
                _("Staff, training, equipment and time that another force would need."),
                2000,
            ),
        ),
    ),
    Section(
        "results",
        _("Impact and learning"),
        (
            Field("impact", _("Impact"), "text", _("What has changed so far, with figures if you have them."), 5000),
            Field("learning", _("Learning"), "text", _("What you would tell a force that starts tomorrow."), 5000),
            Field("challenges", _("Challenges"), "text", _("What was hard and how you dealt with it."), 5000),
            Field("evaluation", _("Evaluation so far"), "text", _("Who looked at it, how, and what they found."), 5000),
        ),
    ),
)
FIELDS: dict[str, Field] = {field.name: field for section in SECTIONS for field in section.fields}
TEXT_FIELDS = tuple(name for name, field in FIELDS.items() if field.kind in {"line", "text", "email"})


def section(code: str) -> Section:
    """The page with this code."""
    return next(page for page in SECTIONS if page.code == code)


def shown(practice: Any) -> dict[str, Any]:
    """Every answer of an example by field name, as stored."""
    return {name: getattr(practice, name) for name in FIELDS}
