"""Writing the boxes and arrows of a theory of change; a part of saving an example's answers, never alone."""

from practice.models import Practice, TheoryBox, TheoryLink, TheoryOfChange
from practice.theory.shape import Theory
from practice.theory.vocab import ARROW, Kind


def write(*, practice: Practice, theory: Theory) -> None:
    """Store the theory as it is to be, in the transaction and under the lock of the save; asks no permission."""
    whole, _new = TheoryOfChange.objects.update_or_create(practice=practice, defaults={"version": practice.version})
    boxes = _write_boxes(whole, theory)
    links = _write_links(whole, theory, boxes)
    for wanted in theory.assumptions:
        box = boxes[wanted.key]
        link = links.get(wanted.about) if ARROW in wanted.about else None
        near = boxes.get(wanted.about)
        if (box.about_box_id, box.about_link_id) != (near.pk if near else None, link.pk if link else None):
            box.about_box, box.about_link = near, link
            box.save(update_fields=["about_box", "about_link"])


def _write_boxes(whole: TheoryOfChange, theory: Theory) -> dict[str, TheoryBox]:
    """The rows by key; those no longer wanted are gone, with their arrows."""
    rows = {row.key: row for row in whole.boxes.all()}
    wanted = {box.key for box in theory.boxes}
    gone = [row.pk for key, row in rows.items() if key not in wanted]
    if gone:
        whole.boxes.filter(pk__in=gone).delete()
        rows = {row.key: row for row in whole.boxes.all()}
    for kind in Kind:
        for order, box in enumerate(theory.column(kind)):
            row = rows.get(box.key)
            if row is None:
                rows[box.key] = whole.boxes.create(key=box.key, kind=kind, text=box.text, order=order)
            elif (row.text, row.order) != (box.text, order):
                row.text, row.order = box.text, order
                row.save(update_fields=["text", "order"])
    return rows


def _write_links(whole: TheoryOfChange, theory: Theory, boxes: dict[str, TheoryBox]) -> dict[str, TheoryLink]:
    """The arrows by `source>target`."""
    keys = {row.pk: key for key, row in boxes.items()}
    rows = {f"{keys[row.source_id]}{ARROW}{keys[row.target_id]}": row for row in whole.links.all()}
    wanted = {f"{source}{ARROW}{target}": (source, target) for source, target in theory.links}
    gone = [row.pk for name, row in rows.items() if name not in wanted]
    if gone:
        whole.boxes.filter(about_link__in=gone).update(about_link=None)
        whole.links.filter(pk__in=gone).delete()
        for row in boxes.values():
            row.about_link_id = None if row.about_link_id in gone else row.about_link_id
    for name, (source, target) in wanted.items():
        if name not in rows:
            rows[name] = whole.links.create(source=boxes[source], target=boxes[target])
    return {name: row for name, row in rows.items() if name in wanted}
