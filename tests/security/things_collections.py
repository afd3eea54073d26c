"""Collections of practice: one in preparation (`zzx…`), one for policing (`zzp…`), one for everybody."""

from practice.actions import collections
from tests.security.checks import TYPED


def add_collections(build):
    """`collection.draft`, `collection.police` and `collection.public`, each with a public and a police example."""
    made = {}
    for name, title, audience in (
        ("draft", "Zzxcollection", "public"),
        ("police", "Zzpcollection", "police"),
        ("public", "First steps", "public"),
    ):
        values = {"title": f"{title} {TYPED}", "intro": f"{title} says why {TYPED}", "audience": audience}
        one = collections.create(values={"title": f"Collection {name}"}, by=build.staff)  # its address tells nothing
        collections.change(collection=one, values=values, version=1, by=build.staff)
        for thing, note in (("public", "Good"), ("police", "Zzpcollectionnote")):
            said = note if name != "draft" else "Zzxcollectionnote"
            collections.add(collection=one, reference=build.things[thing], note=f"{said} {TYPED}", by=build.staff)
        if name != "draft":
            collections.step(collection=one, action="publish", by=build.staff)
        made[f"collection.{name}"] = one.slug
    build.things |= made
