"""What an order becomes when its institution says one more thing about it.

The state is a function of what was said, whatever the order and however often: nothing → sent; paid → paid; returned → returned;
paid and returned → contested, until a person decides; money back, as a statement shows it → returned, above all else.
"""


def heard(state: str, said: str, *, is_money_back: bool = False, is_replaced: bool = False) -> tuple[str, str]:
    """The order's next state, and what becomes of the answer: counted, known, pending, suspense.

    `is_money_back`: a statement showed its money back. `is_replaced`: a later attempt pays the line, or its francs are the heirs’: this one stays returned.
    """
    if said == "pending":
        return state, "pending"
    if said == "unclear":
        return state, "suspense"
    if said == "back":
        return "returned", "known" if state == "returned" else "counted"
    if state == "sent":
        return said, "counted"
    if state in (said, "contested") or is_money_back:
        return state, "known"
    return (state if is_replaced else "contested"), "suspense"
