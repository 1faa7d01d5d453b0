from teriya.partnerships.partners.actions.dealings import (
    add_contact,
    end_contact,
    fulfil,
    hold_review,
    note_past_agreement,
    owe,
    plan_review,
)
from teriya.partnerships.partners.actions.operators import (
    count_reached,
    delegate,
    evaluate_operator,
    set_operator_target,
)
from teriya.partnerships.partners.actions.partners import amend_partner, enter_partner, set_active
from teriya.partnerships.partners.actions.pipeline import (
    NewProject,
    advance,
    amend_opportunity,
    attach,
    lose,
    open_opportunity,
    sign,
)
from teriya.partnerships.partners.actions.strategy import (
    decide,
    do_decision,
    hold_round_table,
    move_plan,
    note_promise,
    prepare_plan,
    review_year,
    set_axis,
    set_offer,
    set_target,
)

__all__ = [
    "NewProject", "add_contact", "advance", "amend_opportunity", "amend_partner", "attach", "count_reached", "decide",
    "delegate", "do_decision", "end_contact", "enter_partner", "evaluate_operator", "fulfil", "hold_review",
    "hold_round_table", "lose", "move_plan", "note_past_agreement", "note_promise", "open_opportunity", "owe", "plan_review",
    "prepare_plan", "review_year", "set_active", "set_axis", "set_offer", "set_operator_target", "set_target", "sign",
]  # fmt: skip
