"""Reviews that are being coded, compared and checked. What the second coder writes early (zzxblind) only they may meet."""

from reviews.actions import coding, points, resolving, taxonomies
from reviews.models import Taxonomy
from tests.factories.reviews import a_case, a_document, taxonomy
from tests.security.checks import TYPED

PAGE = f"Zzxpage of a review {TYPED}. The officer listened."


def add_coding(build):
    """`coding.*`: under way, first coder vkpp_staff; `both.*`: to be brought together by vkpp_staff; `coded.case`."""
    book = taxonomy()
    admin, staff, other = build.admin, build.staff, build.person("interested")
    case = _given(build, "coding", staff, other)
    first, second = case.codings.order_by("role")
    mine = _point(first, f"Zzxfirst {TYPED}", quote="The officer listened.")
    gone = _point(first, f"Zzxgone {TYPED}")
    points.remove(point=gone, by=staff)
    _point(second, f"Zzxblind {TYPED}", recommendation=f"Zzxblindadvice {TYPED}")
    build.things |= {"coding": first.pk, "coding.point": mine.pk, "coding.gone": gone.pk}
    both = _given(build, "both", other, admin)
    for one in both.codings.all():
        _point(one, f"Zzxboth {TYPED}", quote="officer listened")
        coding.finish(coding=one, note=f"Zzxnote {TYPED}", by=one.coder)
    theirs, last = both.points.order_by("pk")
    taken = resolving.take(review=both, points=[theirs], by=staff)[0]
    build.things |= {
        "both.point": theirs.pk,
        "both.other": last.pk,
        "both.agreed": taken.pk,
        "both.coding": taken.coding_id,
    }
    coded = _given(build, "coded", other, admin)
    for one in coded.codings.all():
        _point(one, f"Zzxcoded {TYPED}")
        coding.finish(coding=one, by=one.coder)
    resolving.take(review=coded, points=[coded.points.first()], by=staff)
    resolving.agree(review=coded, by=staff)
    free = a_case("included", by=staff, title=f"Free {TYPED}")
    build.things |= {"coding.free": free.reference, "book": book.number, "book.theme": "victim"}
    _draft(build, admin)


def _given(build, name, first, second):
    case = a_case("included", by=build.staff, title=f"Being coded {TYPED}")
    a_document(case, (PAGE,), name=f"zzxdocument {TYPED}.pdf", marking="official_sensitive")
    coding.assign(review=case, first=first, second=second, by=build.staff)
    build.things[f"{name}.case"] = case.reference
    return case


def _point(one, text, **more):
    values = {"text": text, "theme": "victim", "level": "operational", "kind": "problem", **more}
    return points.save(coding=one, values=values, by=one.coder)


def _draft(build, admin):
    draft = Taxonomy.objects.filter(state="draft").first() or taxonomies.draft(by=admin)
    taxonomies.describe(taxonomy=draft, title=f"Zzxdraft {TYPED}", note=f"Zzxdraftnote {TYPED}", by=admin)
    words = {"label": f"Housing {TYPED}", "description": f"Zzxthemewords {TYPED}", "provenance": f"Zzxorigin {TYPED}"}
    theme = taxonomies.add(taxonomy=draft, values=words, by=admin)
    build.things |= {"book.draft": draft.number, "book.new": theme.code}
