"""The national picture: on which actions, and within them on which strands, the most significant gaps are.

said = table.build(user, audience, round, Basis.PUBLISHED)     # every action and strand with its parts
said.ranked[0].score                                           # the most significant gap, with its reasoning

Counts come from the summaries of benchmarking and from the indexes of the bank and of learning; no page reads answers,
examples or reviews one by one (docs/adr/0017).
"""
