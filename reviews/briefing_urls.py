"""Addresses of briefings and recommendations."""

from django.urls import URLPattern, path

from reviews.views import briefing_parts, briefing_write, briefings, recommendations

ADVICE = "recommendations/<str:reference>/"
ONE = "briefings/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("recommendations/", recommendations.listing, name="recommendations"),
    path("recommendations/new/<str:review>/", recommendations.new, name="recommendation-new"),
    path(ADVICE, recommendations.one, name="recommendation"),
    path(f"{ADVICE}edit/", recommendations.edit, name="recommendation-edit"),
    path(f"{ADVICE}report/", recommendations.report, name="recommendation-report"),
    path(f"{ADVICE}remove/", recommendations.remove, name="recommendation-remove"),
    path(f"{ADVICE}step/<slug:action>/", recommendations.step, name="recommendation-step"),
    path("briefings/", briefings.listing, name="briefings"),
    path("briefings/new/", briefing_write.new, name="briefing-new"),
    path("briefings/subscribe/", briefings.subscribe, name="briefings-subscribe"),
    path(ONE, briefings.one, name="briefing"),
    path(f"{ONE}pdf/", briefings.pdf, name="briefing-pdf"),
    path(f"{ONE}feedback/", briefings.feedback, name="briefing-feedback"),
    path(f"{ONE}propose/", briefings.propose, name="briefing-propose"),
    path(f"{ONE}write/", briefing_write.write, name="briefing-write"),
    path(f"{ONE}about/", briefing_write.about, name="briefing-about"),
    path(f"{ONE}reviews/", briefing_write.reviews, name="briefing-reviews"),
    path(f"{ONE}reviews/<str:review>/", briefing_write.choose, name="briefing-choose"),
    path(f"{ONE}send/", briefing_write.ask_review, name="briefing-ask-review"),
    path(f"{ONE}keep/", briefing_write.keep_text, name="briefing-keep-text"),
    path(f"{ONE}step/<slug:action>/", briefing_write.step, name="briefing-step"),
    path(f"{ONE}sections/new/<slug:kind>/", briefing_parts.new, name="briefing-section-new"),
    path(f"{ONE}sections/<int:pk>/", briefing_parts.edit, name="briefing-section"),
    path(f"{ONE}sections/<int:pk>/move/", briefing_parts.move, name="briefing-section-move"),
    path(f"{ONE}actions/", briefing_parts.action, name="briefing-action"),
]
