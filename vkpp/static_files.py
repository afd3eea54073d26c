"""Which files of installed packages are collected: not those of pages that the portal does not have."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFiles(StaticFilesConfig):
    """Leaves out the pages that Django REST framework and drf-spectacular bring and nobody reaches here."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "redoc"]
