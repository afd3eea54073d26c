"""What a portal of `make run` says while it runs."""

import time


def wait_for(words, path, process, seconds=500):
    """Read what was said until `words` are there."""
    deadline = time.monotonic() + seconds
    while words not in path.read_text():
        assert time.monotonic() < deadline, path.read_text()
        assert process.poll() is None, path.read_text()
        time.sleep(0.2)
    return path.read_text()
