"""Learning that everybody may count, and learning that only staff may: of a sensitive review, and not yet agreed."""

from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_document, a_point
from tests.security.checks import TYPED


def add_learning(build):
    """Zzx markers: what staff alone may find, whatever they search for."""
    a_plan()
    open_one = a_case(
        "assured", by=build.staff, title=f"Learning {TYPED}", summary=f"Look again {TYPED}", age_band="1_5",
        force=build.forces["A"],
    )  # fmt: skip
    a_document(open_one, (f"Nobody looked again {TYPED}",), name=f"report {TYPED}.pdf")
    coding = a_coding(open_one, build.staff)
    a_point(coding, "risk-assessment", ("2.1.1",), text=f"Look again {TYPED}", quote=f"Nobody {TYPED}")
    a_point(a_coding(open_one, build.admin, "first"), text=f"Zzxunsettled again {TYPED}", actions=("2.1.1",))
    secret = a_case("assured", by=build.staff, marking="official_sensitive", title=f"Zzxsensitive again {TYPED}")
    a_point(a_coding(secret, build.staff), text=f"Zzxsensitive again {TYPED}", actions=("2.1.1",))
    a_document(open_one, (f"Zzxsensitivepage again {TYPED}",), name="zzxfile.pdf", marking="official_sensitive")
    waiting = a_case("coded", by=build.staff, title=f"Waiting {TYPED}")
    a_point(a_coding(waiting, build.staff), text=f"Zzxwaiting again {TYPED}", actions=("2.1.1",))
