"""Addresses of case reviews: sending one in, screening, the catalogue, documents."""

from django.urls import URLPattern, path, re_path

from reviews.views import cases, documents, screening

CASE = r"^cases/(?P<reference>CR-[0-9]{5,9})/"
DOCUMENT = CASE + r"documents/(?P<number>[0-9]{1,9})/"

urlpatterns: list[URLPattern] = [
    path("cases/", cases.catalogue_list, name="cases"),
    path("send/", cases.send, name="send"),
    path("sent/", cases.mine, name="sent"),
    path("screening/", screening.queue, name="screening"),
    re_path(CASE + r"$", cases.one, name="case"),
    re_path(CASE + r"change/$", cases.change, name="case-change"),
    re_path(CASE + r"screen/$", screening.screen, name="screen"),
    *(
        re_path(CASE + rf"{action}/$", screening.step, {"action": action}, name=f"case-{action}")
        for action in screening.STEPS
    ),
    re_path(CASE + r"documents/$", documents.listed, name="documents"),
    re_path(DOCUMENT + r"$", documents.download, name="document"),
    re_path(DOCUMENT + r"text/$", documents.text, name="document-text"),
    *(
        re_path(DOCUMENT + rf"{word}/$", documents.act, {"action": action}, name=f"document-{word}")
        for action, word in (("remove", "remove"), ("put_back", "put-back"), ("read_again", "read-again"))
    ),
]
