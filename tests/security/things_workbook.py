"""Workbooks of the lead of force A: one to be confirmed, one with faults; every text of theirs holds a marker."""

from nvap.actions import workbooks
from nvap.models import Assignment
from tests.factories.nvap import a_return, answer_of, answered
from tests.nvap.workbook_files import filled
from tests.security.checks import TYPED
from vkpp.core import jobs
from vkpp.core.models import Job

TEXT = f"Zzqworkbooktext {TYPED}"


def add_workbooks(build):
    """`workbook.ready` and `workbook.faulty`; contributor@A may answer one action, so has a workbook too."""
    lead, colleague = build.person("nvap_lead@A"), build.person("contributor@A")
    ret = a_return(build.forces["A"])
    answered(ret, "2.1.2", by=lead, now=f"Zzqworkbookportal {TYPED}")
    action = answer_of(ret, "2.2.1").action_version
    Assignment.objects.get_or_create(ret=ret, action_version=action, theme=None, person=colleague, assigned_by=lead)
    build.things |= {"round": ret.round.code, "force.A": ret.force.code}
    build.things["workbook.version"] = answer_of(ret).version
    build.things["workbook.ready"] = _taken(ret, lead, {"2.1.1/now": TEXT})
    build.things["workbook.faulty"] = _taken(ret, lead, {"2.1.1/now": TEXT, "2.1.1/gap": TEXT})


def _taken(ret, by, answers):
    upload = workbooks.take(ret=ret, name="zzqworkbook.xlsx", data=filled(ret, by, answers), by=by)
    jobs.run(Job.objects.get(about_type="nvap.workbookupload", about_id=str(upload.pk)).pk)
    return upload.pk
