"""Two national data collections that ask for the same, and one overlap that was settled. `zzd…`: readers only."""

from analytics.actions import overlaps, register
from analytics.models import Overlap
from tests.security.checks import TYPED


def add_register(build):
    """`collection`, `collection.item`, `overlap` (to decide) and `overlap.settled`."""
    made = [_collection(build, marker) for marker in ("zzdcrime", "zzdsurvey")]
    first = made[0].items.get(number=1)
    pair, settled = Overlap.objects.filter(other_kind="item").order_by("pk")[:2]
    overlaps.decide(overlap=settled, action="merge", reason=f"Zzdreason {TYPED}", by=build.staff)
    build.things |= {
        "collection": made[0].code,
        "collection.item": first.number,
        "overlap": pair.reference,
        "overlap.settled": settled.reference,
    }


def _collection(build, marker):
    texts = ("name", "owner", "purpose", "frequency", "legal_basis", "burden_source", "provenance")
    values = {name: f"{marker.capitalize()}{name.replace('_', '')} {TYPED}" for name in texts}
    values |= {"burden_hours": 40, "forces_asked": 43, "topics": [f"Zzdtopic {TYPED}"], "strands": ["DA"]}
    items = [f"Zzditem stalking reports {TYPED}", f"Zzditem arrests by age {TYPED}"]
    plain = {**values, "name": f"Collection {marker[-1]}"}  # its address is made of the first name
    made = register.create(values=plain, items=items, by=build.staff)
    register.change(collection=made, values={"name": values["name"]}, version=None, by=build.staff)
    return made
