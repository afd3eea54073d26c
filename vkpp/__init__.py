"""The VKPP portal's wiring: settings, addresses, Celery; and the two apps everything stands on, core and accounts."""

from vkpp.celery import app as celery_app

__all__ = ["celery_app"]
