from django.apps import AppConfig


class NvapConfig(AppConfig):
    name = "nvap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nvap import demo, panels, reference
        from nvap.workbook import jobs  # noqa: F401 - registers what it does for jobs
        from vkpp.core import loading

        loading.register_reference(20, reference.load)
        loading.register_demo(20, demo.load)
        panels.register()
