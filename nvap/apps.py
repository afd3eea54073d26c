from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NvapConfig(AppConfig):
    name = "nvap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nvap import demo, docs, panels, reference, retention
        from nvap.workbook import jobs  # noqa: F401 - registers what it does for jobs
        from vkpp.core import derived_docs, loading, navigation

        navigation.register(navigation.NavItem(_("NVAP"), "nvap:front", 20, panels.signed_in))
        loading.register_reference(20, reference.load)
        loading.register_demo(20, demo.load)
        derived_docs.register("workflows.md", docs.workflows, order=200)
        panels.register()
        retention.register()
