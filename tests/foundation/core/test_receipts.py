from uuid import uuid4

import pytest

from teriya.foundation.accounts.models import User
from teriya.foundation.core.receipts import once
from teriya.foundation.core.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def yao():
    return User.objects.create_user(name="Yao", phone="+22890112233")


def test_same_receipt_answers_without_doing_again(yao):
    done, receipt = [], uuid4()
    for _ in range(3):
        answer = once(receipt, by=yao, action="t", content={"a": 1}, do=lambda: done.append(1) or {"n": len(done)})
        assert answer == {"n": 1}
    assert done == [1]


def test_receipt_with_other_content_is_refused(yao):
    receipt = uuid4()
    once(receipt, by=yao, action="t", content={"a": 1}, do=dict)
    with pytest.raises(Refusal, match="receipt_used"):
        once(receipt, by=yao, action="t", content={"a": 2}, do=dict)


def test_refusal_does_not_consume_the_receipt(yao):
    receipt = uuid4()

    def refuse():
        raise Refusal("no", "Non.")

    with pytest.raises(Refusal):
        once(receipt, by=yao, action="t", content={}, do=refuse)
    assert once(receipt, by=yao, action="t", content={}, do=lambda: {"ok": 1}) == {"ok": 1}
