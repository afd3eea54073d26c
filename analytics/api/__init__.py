"""Benchmarking figures in the API, after disclosure."""
