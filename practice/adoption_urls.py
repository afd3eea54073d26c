"""Addresses of adoptions, and of keeping published practice true."""

from django.urls import URLPattern, path

from practice import bank_urls as _bank_urls  # noqa: F401 - registers what a reference in an address looks like
from practice.views import adoptions, upkeep

ONE = "adoptions/<str:reference>/"
urlpatterns: list[URLPattern] = [
    path("adoptions/", adoptions.adoptions, name="adoptions"),
    path(ONE, adoptions.adoption, name="adoption"),
    path(ONE + "change/", adoptions.change, name="adoption-change"),
    path(ONE + "resume/", adoptions.resume, name="adoption-resume"),
    path(ONE + "put-back/", adoptions.put_back, name="adoption-put-back"),
    *(
        path(f"{ONE}{action}/", adoptions.step, {"action": action}, name=f"adoption-{action}")
        for action in ("result", "end", "remove")
    ),
    path("<reference:reference>/adopt/", adoptions.record, name="adopt"),
    path("mine/<str:reference>/review/", upkeep.review, name="review"),
    path("mine/<str:reference>/take-up/", upkeep.take_up, name="take-up"),
    path("reviews-due/", upkeep.due, name="reviews-due"),
    path("reviews-due/<str:reference>/ask/", upkeep.chase, name="review-ask"),
]
