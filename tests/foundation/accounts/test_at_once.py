import threading

from django.db import connection

from teriya.foundation.journal.models import Entry


def test_tries_of_a_code_sent_at_once_are_counted_one_by_one(own_database, client):
    client.post("/connexion/telephone/", {"phone": "90 11 22 33"})

    def guess():
        thief = type(client)()
        thief.cookies = client.cookies
        thief.post("/connexion/code/", {"code": "000000"})
        connection.close()

    guesses = [threading.Thread(target=guess) for _ in range(15)]
    [thread.start() for thread in guesses]
    [thread.join() for thread in guesses]
    assert Entry.objects.filter(action="accounts.sign_in_refused").count() == 5
