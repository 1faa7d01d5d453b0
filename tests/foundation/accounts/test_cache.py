import threading

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_a_key_is_added_once_until_it_expires():
    assert cache.add("code", "y", 60)
    assert not cache.add("code", "z", 60)
    cache.set("code", "y", -1)
    assert cache.add("code", "z", 60) and cache.get("code") == "z"


def test_of_twenty_who_add_at_once_one_wins(own_database):
    start, won = threading.Barrier(20), []

    def add():
        start.wait()
        won.append(cache.add("code", "y", 60))
        connection.close()

    rivals = [threading.Thread(target=add) for _ in range(20)]
    [rival.start() for rival in rivals]
    [rival.join() for rival in rivals]
    assert sorted(won) == [False] * 19 + [True]
