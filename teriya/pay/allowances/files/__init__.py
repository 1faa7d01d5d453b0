"""One module per pay-file profile: `account` checks a number, `write` makes the bytes, `LIMIT` is the lines it takes."""

from types import ModuleType

from teriya.pay.allowances.files import microfinance, mobile_money

PROFILES: dict[str, ModuleType] = {"microfinance": microfinance, "mobile_money": mobile_money}
