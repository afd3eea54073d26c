"""Plumbing of the REST API, without a policing word: errors, pages, entity tags, limits, parameters, description.

Each app's `api.py` (or package `api/`) builds its endpoints on `views.ApiView` and `views.ListView`;
`vkpp/api_urls.py` joins them under `/api/v1/`.
"""
