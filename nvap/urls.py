"""Addresses of the plan, its rounds and returns, under /nvap/; each area has a file of its own."""

from django.urls import URLPattern

from nvap import measure_urls, plan_urls, return_urls, signing_urls, workbook_urls

app_name = "nvap"
urlpatterns: list[URLPattern] = [
    *signing_urls.urlpatterns,
    *workbook_urls.urlpatterns,
    *measure_urls.urlpatterns,
    *return_urls.urlpatterns,
    *return_urls.answer_patterns,
    *plan_urls.urlpatterns,
]
