"""API of practice: calls, the bank and the authors' working copies, permissions, attachments, vocabulary.

Reading starts at the same querysets as the pages; every change goes through the same actions with the same refusals.
"""
