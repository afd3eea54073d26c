from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from practice import bank_text, demo, docs, reference, synonyms  # noqa: F401 - bank_text registers what it does for the outbox
        from vkpp.core import derived_docs, loading

        loading.register_reference(30, reference.load)
        loading.register_reference(31, synonyms.load)
        loading.register_demo(30, demo.load)
        derived_docs.register("workflows.md", docs.workflows)
