"""The verbs of savings groups."""

from teriya.insertion.groups.actions.groups import decide, name_facilitator, open_group, open_next
from teriya.insertion.groups.actions.members import NewMember, change_member, enter_members
from teriya.insertion.groups.actions.months import record_month
from teriya.insertion.groups.actions.sharing import share_out

__all__ = [
    "NewMember", "change_member", "decide", "enter_members", "name_facilitator", "open_group", "open_next", "record_month", "share_out",
]  # fmt: skip
