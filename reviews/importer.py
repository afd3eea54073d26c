"""Imports reviews that were published elsewhere, from a JSON file of the shape of reviews/data/case_reviews.json.

A list of objects; `key` identifies a review for ever, so that importing twice changes nothing; `null` means that the
source is silent. Each row goes through the same actions as the form, in a transaction of its own. Learning points of a
row become a coding of their own, which staff may use instead of having the review coded.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews.actions import register
from reviews.models import Taxonomy
from reviews.vocab import Level, PointKind, TaxonomyState
from vkpp.core import plain_text
from vkpp.core.exceptions import Invalid
from vkpp.core.importing import Report, import_objects, read_json

AGES = {
    "under 1": "under_1",
    "1-5": "1_5",
    "6-10": "6_10",
    "11-15": "11_15",
    "16-17": "16_17",
    "18-24": "18_24",
    "25-54": "25_54",
    "55+": "55_over",
}
KNOWN = {True: "yes", False: "no", None: ""}
COLUMNS = {
    "title": "title",
    "partnership": "partnership",
    "force_id": "force",
    "publication_date": "published",
    "review_type": "type",
    "outcome": "outcome",
    "strands": "strands",
    "source": "source_url",
}
OTHER_NAMES = {"race, ethnicity and culture and lived experience": "lived-experience"}
"""Themes that the sources name differently from the taxonomy."""
MOST_POINTS = 200


def import_file(path: Path, *, by: Any) -> Report:
    """Import every row of the file at `path`, acting for `by` (None: the portal itself)."""
    return import_rows(read_json(path), by=by)


def import_rows(rows: list[Any], *, by: Any) -> Report:
    """The same for rows that were read already."""
    themes = theme_codes()

    def enter(key: str, row: Mapping[str, Any]) -> str:
        return register.enter(key=key, values=_values(row), points=_points(row, themes), by=by)

    return import_objects(rows, enter)


def theme_codes() -> dict[str, str]:
    """The themes in use by what the sources call them: their label in small letters, or their code."""
    taxonomy = Taxonomy.objects.filter(state=TaxonomyState.PUBLISHED).first()
    if taxonomy is None:
        return {}
    themes = taxonomy.themes.values_list("label", "code")
    codes = {name: code for label, code in themes for name in (label.casefold(), code)}
    return codes | {name: code for name, code in OTHER_NAMES.items() if code in codes.values()}


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {column: row.get(name) for name, column in COLUMNS.items()}
    values["strands"] = values["strands"] or []
    age, police = row.get("subject_age_band"), row.get("police_involved_before")
    errors: dict[str, list[str]] = {}
    if age is not None and age not in list(AGES):
        words = _("the age must be one of: %(ages)s.") % {"ages": ", ".join(AGES)}
        errors["subject_age_band"] = [words]
    if police is not None and not isinstance(police, bool):
        errors["police_involved_before"] = [_("police_involved_before must be true, false or null.")]
    if errors:
        raise Invalid(errors)
    harms = row.get("harm_types") or []
    values["harm_types"] = [slugify(str(label))[:60] for label in harms] if isinstance(harms, list) else harms
    values["age_band"] = AGES.get(str(age), "")
    values["police_before"] = KNOWN[police]
    values["summary"] = _summary(row)
    return values


def _summary(row: Mapping[str, Any]) -> str:
    """What the file says about the review and the portal has no field for."""
    themes = row.get("practice_themes") or []
    if not isinstance(themes, list) or not themes:
        return str(row.get("summary") or "")
    return _("Themes of practice that the review names: %(themes)s.") % {"themes": "; ".join(map(str, themes))}


def _points(row: Mapping[str, Any], themes: Mapping[str, str]) -> list[dict[str, Any]]:
    points = row.get("learning_points") or []
    if not isinstance(points, list) or len(points) > MOST_POINTS:
        raise Invalid({"learning_points": [_("learning_points must be a list of at most 200.")]})
    return [_point(point, themes) for point in points]


def _point(point: Any, themes: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(point, dict):
        raise Invalid({"learning_points": [_("a learning point is not an object with fields.")]})
    theme = themes.get(str(point.get("theme") or "").casefold())
    level, kind = point.get("level"), point.get("kind") or PointKind.PROBLEM.value
    errors: list[str] = []
    if theme is None:
        errors.append(_("there is no theme “%(theme)s”.") % {"theme": str(point.get("theme"))[:80]})
    if level not in Level.values:
        errors.append(_("the level must be strategic or operational."))
    if kind not in PointKind.values:
        errors.append(_("the kind must be problem or good."))
    try:
        text = plain_text.text(point.get("text") or "", _("The learning point"), 2000)
    except plain_text.Refused as refusal:
        raise Invalid({"learning_points": [str(refusal)]}) from refusal
    if not text:
        errors.append(_("a learning point has no text."))
    if errors:
        raise Invalid({"learning_points": errors})
    return {"text": text, "theme": theme, "level": level, "kind": kind, "actions": _actions(point)}


def _actions(point: Mapping[str, Any]) -> list[str]:
    """Codes of the actions that a point concerns."""
    codes = point.get("actions") or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise Invalid({"learning_points": [_("actions must be a list of codes, for example 2.1.1.")]})
    unknown = sorted(set(codes) - set(Action.objects.filter(code__in=codes).values_list("code", flat=True)))
    if unknown:
        words = _("there is no action with the code: %(codes)s.") % {"codes": ", ".join(unknown)}
        raise Invalid({"learning_points": [words]})
    return sorted(set(codes))
