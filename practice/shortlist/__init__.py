"""Choosing practice for an independent evaluation: who may, points, limits, the best set, and what came of it."""
