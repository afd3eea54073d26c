"""What the interface tags need worked out: the errors of a form as links, the numbers of a pager."""

from typing import TypedDict

from django.forms import BaseForm


class ErrorLink(TypedDict):
    """One error of a form: its words and where on the page it can be put right."""

    text: str
    href: str


def form_errors(form: BaseForm) -> list[ErrorLink]:
    """Every error of a form in the order of its fields; errors of the whole form point at the first field."""
    visible = form.visible_fields()
    first = f"#{visible[0].id_for_label or visible[0].auto_id}" if visible else "#main-content"
    links: list[ErrorLink] = [{"text": str(error), "href": first} for error in form.non_field_errors()]
    for bound in visible:
        target = f"#{_target(bound.id_for_label, bound.auto_id, bound)}"
        links += [{"text": str(error), "href": target} for error in bound.errors]
    for bound in form.hidden_fields():
        links += [{"text": str(error), "href": first} for error in bound.errors]
    return links


def _target(label_id: str, auto_id: str, bound: object) -> str:
    """The id of the element that takes the focus: the first choice of a group, else the field itself."""
    widget = getattr(getattr(bound, "field", None), "widget", None)
    kind = getattr(widget, "input_type", "")
    if getattr(widget, "allow_multiple_selected", False) or kind == "radio":
        is_group = kind in {"radio", "checkbox"}
        return f"{auto_id}_1" if is_group else auto_id
    return label_id or auto_id


def page_window(number: int, last: int) -> list[int | None]:
    """The page numbers to print: first, last, and those around the present one; None stands for a gap."""
    wanted = sorted({1, last, number - 1, number, number + 1} & set(range(1, last + 1)))
    window: list[int | None] = []
    for page in wanted:
        if window and window[-1] is not None and page - window[-1] > 1:
            window.append(None)
        window.append(page)
    return window
