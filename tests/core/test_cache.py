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
