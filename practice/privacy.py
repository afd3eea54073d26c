"""Likely personal data in an example: what is looked through, and what the authors kept on purpose."""

from practice.fields import TEXT_FIELDS
from practice.models import Practice
from practice.theory import store, vocab
from vkpp.core import personal_data
from vkpp.core.personal_data import Finding

ASKED_FOR = ("contact_email",)


def texts(practice: Practice) -> dict[str, str]:
    """Every free text of the example by field name, the answers to the call's questions as `question-<code>`."""
    own = {name: getattr(practice, name) for name in TEXT_FIELDS if name not in ASKED_FOR}
    answers = practice.call_answers.order_by("question__order", "question_id")
    drawn = {vocab.text_name(box.key): box.text for box in store.load(practice).boxes}
    return own | drawn | {f"question-{code}": value for code, value in answers.values_list("question__code", "value")}


def findings(practice: Practice) -> list[Finding]:
    """Likely personal data, in the order of the form."""
    return personal_data.find(texts(practice))
