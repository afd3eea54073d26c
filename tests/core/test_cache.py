import contextlib
import socket

import pytest
from redis.exceptions import ConnectionError as Unreachable

from vkpp.core import cache as cache_module
from vkpp.core.cache import TolerantRedisCache


def test_cache_whose_server_is_away_finds_nothing_and_does_not_fail(tmp_path):
    cache = TolerantRedisCache(f"unix://{tmp_path}/nobody-listens.sock", {})

    cache.set("key", 1)

    assert cache.get("key") is None
    assert cache.get("key", "else") == "else"
    assert cache.get_many(["key"]) == {}
    assert cache.add("key", 1) is True
    assert cache.incr("key") == 1
    assert cache.delete("key") is False
    assert "key" not in cache


@pytest.fixture
def silent(tmp_path):
    """A server that lets everybody in and answers nobody; `silent.asked()` says how many came."""

    class Silent:
        url = f"unix://{tmp_path}/silent.sock"

        def __init__(self):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.bind(f"{tmp_path}/silent.sock")
            self.socket.listen(9)
            self.socket.setblocking(False)
            self.came = []

        def asked(self):
            with contextlib.suppress(BlockingIOError):
                while True:
                    self.came.append(self.socket.accept()[0])
            return len(self.came)

    server = Silent()
    yield server
    for each in (server.socket, *server.came):
        each.close()


def test_cache_that_does_not_answer_is_left_alone_for_a_while(silent):
    cache = TolerantRedisCache(silent.url, {"OPTIONS": {"socket_timeout": 0.05}})

    assert [cache.get(name) for name in ("first", "second", "third")] == [None, None, None]
    with pytest.raises(Unreachable, match="a moment ago"):
        cache.count("fourth", 60)
    assert silent.asked() == 1

    cache_module._rests_until.clear()
    assert cache.get("later") is None
    assert silent.asked() == 2
    cache_module._rests_until.clear()
