"""Who gets in: what is measured, and the figures of force A."""

from tests.security.rows_accounts import get, post

OF_A = {"force": "force.A"}
ONE = {**OF_A, "code": "=trained"}
VALUE = {**ONE, "pk": "measure.value"}
DEFINED = {"code": "=trained"}
LEAD = "nvap_lead@A"
OTHERS = f"force-A staff -{LEAD}"
FIGURES = {"numerator": "1", "denominator": "2", "version": "1"}

ROWS = [
    get("nvap:measures-front", "forces staff"),
    get("nvap:measures", "force-A staff", things=OF_A),
    get("nvap:measures-export", "force-A staff", things=OF_A),
    get("nvap:measure", "force-A staff", things=ONE),
    get("nvap:measure-enter", LEAD, OTHERS, things=ONE),
    post("nvap:measure-enter", LEAD, OTHERS, things=ONE, data=FIGURES),
    get("nvap:measure-correct", LEAD, "chief_officer@A force_analyst@A staff", things=VALUE),
    post("nvap:measure-correct", LEAD, "chief_officer@A force_analyst@A staff", things=VALUE, data=FIGURES),
    post("nvap:measure-remove", LEAD, "chief_officer@A force_analyst@A staff", things=VALUE),
    get("nvap:manage-measures", "staff"),
    get("nvap:manage-measure-new", "staff"),
    post("nvap:manage-measure-new", "staff", data={"code": "new-one", "title": "New"}),
    get("nvap:manage-measure", "staff", things=DEFINED),
    post("nvap:manage-measure", "staff", things=DEFINED, data={"title": "New"}),
    post("nvap:manage-measure-retire", "staff", things=DEFINED, data={"retired": "yes"}),
]
