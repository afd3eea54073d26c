"""Signposting: bodies that evaluate practice, and introductions of owners to them."""
