from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from practice import (
            author_panels,
            demo,
            docs,
            first_calls,
            news,
            plan_panels,
            reference,
            retention,
            return_panels,
            staff_panels,
            synonyms,
        )
        from practice import bank_text as _bank_text  # noqa: F401 - registers what it does for the outbox
        from practice.shortlist import docs as shortlist_docs
        from practice.shortlist import making as _shortlist_making  # noqa: F401 - registers what it does for jobs
        from vkpp.core import derived_docs, loading, navigation, panels

        loading.register_reference(30, reference.load)
        loading.register_reference(31, synonyms.load)
        loading.register_reference(32, first_calls.load)
        loading.register_demo(30, demo.load)
        derived_docs.register("workflows.md", docs.workflows)
        derived_docs.register("workflows.md", shortlist_docs.workflows, order=130)
        navigation.register(navigation.NavItem(_("Practice bank"), "practice:bank", order=10))
        navigation.register_search(navigation.SearchPlace(_("Search practice"), "practice:bank", order=10))
        panels.register("home_aside", panels.Panel("practice/home_bank.html", news.new_in_bank, order=50))
        staff_panels.register()
        author_panels.register()
        return_panels.register()
        plan_panels.register()
        retention.register()
        _register_parts()


def _register_parts() -> None:
    """The parts of the bank beside its list, each with panels of its own."""
    from practice.adopting import panels as adoption_panels
    from practice.collecting import panels as collecting_panels
    from practice.contacts import panels as contact_panels
    from practice.events import panels as event_panels
    from practice.introductions import panels as introduction_panels
    from practice.reporting import panels as reporting_panels
    from practice.shortlist import panels as shortlist_panels
    from practice.upkeep import panels as upkeep_panels

    shortlist_panels.register()
    adoption_panels.register()
    collecting_panels.register()
    reporting_panels.register()
    contact_panels.register()
    event_panels.register()
    introduction_panels.register()
    upkeep_panels.register()
