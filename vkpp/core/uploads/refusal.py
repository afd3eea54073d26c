"""The refusal of a file, as a sentence for the person who chose it."""

# The harmless test pattern of the antivirus industry; in two pieces, so that nobody's scanner removes this file.
TEST_VIRUS = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


class Refused(ValueError):
    """A file that is not taken; the message says why and what to do."""
