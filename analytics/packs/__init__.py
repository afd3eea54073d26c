"""Evidence packs: what a force has answered and shown, put together under the questions of another framework.

wanted = choice.Choice(force, framework, "2023-25", items)
said = said.build(wanted, user)            # plain values: the page before making, the PDF, the manifest
packing.start(wanted=wanted, whole=True, by=user)   # a worker makes the zip (PDF, manifest, answers, evidence files)
"""
