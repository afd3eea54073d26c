"""What A does with practice of a third force: kept to itself (`zzq…`), shared with policing (`zzp…`), and removed."""

from practice.actions import adoption
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.security.checks import TYPED


def add_adoptions(build):
    """`adoption.kept`, `adoption.shared` and `adoption.removed` of A; `adoption.free` is an example nobody took up."""
    their = person("contributor", ForceFactory(code="dorset", benchmarked=False))
    examples = {
        name: published_practice(by=their, title=f"Zzpexample {name}") for name in ("kept", "shared", "removed", "free")
    }
    lead = build.person("nvap_lead@A")
    for name, marker in (("kept", "zzq"), ("shared", "zzp"), ("removed", "zzq")):
        values = {
            "kind": "adapt",
            "reason": f"{marker}adoptreason {TYPED}",
            "plan": f"{marker}adoptplan {TYPED}",
            "shared_to": 1 if name == "shared" else 0,
        }
        made = adoption.record(practice=examples[name], values=values, by=build.owner)
        adoption.note_result(adoption=made, result="partly", text=f"{marker}adoptresult {TYPED}", by=build.owner)
        build.things[f"adoption.{name}"] = made.reference
        if name == "removed":
            adoption.remove(adoption=made, reason=f"zzqadoptwrong {TYPED}", by=lead)
    build.things["adoption.free"] = examples["free"].reference
