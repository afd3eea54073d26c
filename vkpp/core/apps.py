from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    name = "vkpp.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkpp.core import derived_docs, retention, retention_docs, retention_rules
        from vkpp.core.translations import drop_empty_catalogues

        drop_empty_catalogues(settings.LANGUAGE_CODE)
        retention.register(*retention_rules.RULES)
        retention.register_kept(*retention_rules.KEPT)
        derived_docs.register("retention.md", retention_docs.page)
