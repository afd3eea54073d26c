"""API of the plan, rounds and returns: reading starts at `visible_to`, every change goes through nvap/actions.

The words that other apps use too (strands, actions as lineages) are open to everybody; the rest is for who signs in.
"""
