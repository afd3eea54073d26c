from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    name = "vkpp.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.validators import ProhibitNullCharactersValidator

        from vkpp.core import (
            chain_check,
            derived_docs,
            licences,
            metrics,
            plain_text,
            retention,
            retention_docs,
            retention_figures,
            retention_rules,
            stray_files,
        )
        from vkpp.core.translations import drop_empty_catalogues

        drop_empty_catalogues(settings.LANGUAGE_CODE)
        ProhibitNullCharactersValidator.message = plain_text.NUL
        retention.register(*retention_rules.RULES, stray_files.RULE)
        retention.register_kept(*retention_rules.KEPT)
        derived_docs.register("retention.md", retention_docs.page)
        derived_docs.register("security/licences.md", licences.page)
        metrics.register(chain_check.ChainChecks())
        metrics.register(retention_figures.RetentionRuns())
