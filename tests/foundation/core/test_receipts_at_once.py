"""R11: the same form sent fifty times at once is done once, and everybody gets the same answer."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import IntegrityError, connection

from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Receipt
from teriya.foundation.core.receipts import once

TIMES = 50


def at_once(do) -> list:
    def alone(_):
        try:
            return do()
        except IntegrityError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(alone, range(TIMES)))


def make_user() -> dict:
    return {"id": User.objects.create_user(name="Ablavi", phone=f"+228{User.objects.count():08}").id}


def test_fifty_sendings_make_one_row_and_one_answer(own_database):
    by, receipt = User.objects.create_user(name="Yao", phone="+22890000000"), uuid4()
    answers = at_once(lambda: once(receipt, by=by, action="t", content={}, do=make_user))
    assert answers == [{"id": User.objects.get(name="Ablavi").id}] * TIMES


def test_control_a_bare_unique_key_gives_errors(own_database):
    receipt = uuid4()
    answers = at_once(lambda: Receipt.objects.create(id=receipt, by_id=1, action="t", content=""))
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == TIMES - 1
