"""The slip by SMS."""

from teriya.foundation.messages.actions import queue
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.slips import as_sms


def send_slip(line: PayLine) -> dict:
    """Queue the lines of a slip to the volunteer's number; asked again, nothing more is sent."""
    queue(channel="sms", to=line.mission.person.phone, template="pay_slip", context=as_sms(line), key=f"pay_slip:{line.pk}",
          about=f"pay_line {line.pk}")  # fmt: skip
    return {"line": line.pk}
