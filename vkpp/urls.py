"""Every address of the portal."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from vkpp.core.demo_mail import demo_mail
from vkpp.core.health import healthz, readyz
from vkpp.core.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("practice/", include("practice.urls")),
]
if settings.DEMO:
    urlpatterns += [path("demo/mail/", demo_mail, name="demo_mail")]
