"""The portal for a WSGI server such as gunicorn. Everything a first request would load is loaded here, once."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns
