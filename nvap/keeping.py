"""Around the pages where answers are written: what was typed is not lost, and is shown by the names of its questions."""

from nvap.models import Question
from nvap.presenters.typed import code_of
from vkpp.core import keeping


def label_of(name: str) -> str:
    """The question that a field's name stands for, as the newest form words it."""
    code = code_of(name)
    return Question.objects.filter(code=code).order_by("-form").values_list("label", flat=True).first() or name


def keeps_text(view: keeping.View) -> keeping.View:
    """A page for people who are signed in; text sent after the session ended is kept for them."""
    return keeping.keeps_text(view, label_of=label_of)
