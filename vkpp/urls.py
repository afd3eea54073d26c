"""Every address of the portal."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from vkpp.core import job_pages, pages, reports, status_page
from vkpp.core.demo_mail import demo_mail
from vkpp.core.health import healthz, readyz
from vkpp.core.home import home
from vkpp.core.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", home, name="home"),
    *pages.urlpatterns,
    *status_page.urlpatterns,
    *job_pages.urlpatterns,
    *reports.urlpatterns,
    path("", include("vkpp.accounts.sign_in_urls")),
    path("", include("vkpp.accounts.urls")),
    path("operations/", include("vkpp.accounts.operations.urls")),
    path("nvap/", include("nvap.urls")),
    path("practice/", include("practice.urls")),
    path("reviews/", include("reviews.urls")),
    path("insight/", include("analytics.urls")),
    path("search/", include("analytics.search_urls")),
    path("api/v1/", include("vkpp.api_urls")),
]
if settings.DEMO:
    urlpatterns += [path("demo/mail/", demo_mail, name="demo_mail")]

handler400 = "vkpp.core.error_pages.bad_request"
handler403 = "vkpp.core.error_pages.permission_denied"
handler404 = "vkpp.core.error_pages.page_not_found"
handler429 = "vkpp.core.error_pages.too_many_requests"
handler500 = "vkpp.core.error_pages.server_error"
