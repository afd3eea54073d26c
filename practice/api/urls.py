"""Addresses of practice in the API."""

from django.urls import path, re_path

from practice.api import (
    adoptions,
    attachments,
    by_force,
    calls,
    collection_urls,
    contact_urls,
    evaluation_urls,
    event_urls,
    introduction_urls,
    lists,
    one,
    permissions,
    practices,
    steps,
    theory,
    upkeep,
    vocabulary,
)

ONE = r"^practices/(?P<reference>[A-Z]{2}-[0-9]{4}-[0-9]{1,8})/"
ADOPTION = r"^adoptions/(?P<reference>AD-[0-9]{5,9})/"

urlpatterns = [
    *collection_urls.urlpatterns,
    *evaluation_urls.urlpatterns,
    *contact_urls.urlpatterns,
    *event_urls.urlpatterns,
    *introduction_urls.urlpatterns,
    path("calls/", calls.Calls.as_view(), name="calls"),
    path("calls/<slug:slug>/", calls.OneCall.as_view(), name="call"),
    path("terms/", vocabulary.Terms.as_view(), name="terms"),
    path("practices/", practices.Practices.as_view(), name="practices"),
    path("practices/by-force/", by_force.ByForce.as_view(), name="by_force"),
    path("practices/facets/", lists.Facets.as_view(), name="facets"),
    path("practices/removed/", lists.Removed.as_view(), name="removed"),
    re_path(ONE + r"$", one.OnePractice.as_view(), name="practice"),
    re_path(ONE + r"submit/$", steps.Submit.as_view(), name="submit"),
    re_path(ONE + r"withdraw/$", steps.Withdraw.as_view(), name="withdraw"),
    re_path(ONE + r"revise/$", steps.Revise.as_view(), name="revise"),
    re_path(ONE + r"discard/$", steps.Discard.as_view(), name="discard"),
    re_path(ONE + r"restore/$", steps.Restore.as_view(), name="restore"),
    re_path(ONE + r"upkeep/$", upkeep.ReadUpkeep.as_view(), name="upkeep"),
    re_path(ONE + r"confirm/$", upkeep.Confirm.as_view(), name="confirm"),
    re_path(ONE + r"archive/$", upkeep.Archive.as_view(), name="archive"),
    re_path(ONE + r"take-up/$", upkeep.TakeUp.as_view(), name="take_up"),
    path("adoptions/", adoptions.Adoptions.as_view(), name="adoptions"),
    path("adoptions/removed/", adoptions.AdoptionsRemoved.as_view(), name="adoptions_removed"),
    re_path(ADOPTION + r"$", adoptions.OneAdoption.as_view(), name="adoption"),
    re_path(ADOPTION + r"(?P<step>result|end|resume|remove)/$", adoptions.AdoptionStep.as_view(), name="adoption_step"),
    re_path(ONE + r"theory/$", theory.OneTheory.as_view(), name="theory"),
    re_path(ONE + r"permissions/$", permissions.Permissions.as_view(), name="permissions"),
    re_path(ONE + r"permissions/(?P<use>[a-z_]{1,24})/$", permissions.OnePermission.as_view(), name="permission"),
    re_path(ONE + r"attachments/$", attachments.Attachments.as_view(), name="attachments"),
    re_path(ONE + r"attachments/(?P<number>[0-9]{1,12})/$", attachments.OneAttachment.as_view(), name="attachment"),
    re_path(
        ONE + r"attachments/(?P<number>[0-9]{1,12})/file/$",
        attachments.AttachmentFile.as_view(),
        name="attachment_file",
    ),
]
