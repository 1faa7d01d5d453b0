"""The tone of a state: done, waiting, stopped. The word always stands beside the colour."""

_TONES = {
    "ok": """accredited adopted approved eligible placed accepted in_service confirmed paid settled in_use filled published decided
             valid active done committed signed concluded present upheld applied heard admitted proven shortened passed
             answered verified validated recount made conform drawn shared repaid agreed arrived retained favourable""",
    "wait": """registered evaluated submitted held proposed recorded attested prepared entered simulated reserve draft due
               queued received previewed ready open ranked to_confirm excused computing deciding filed called contested missing
               asked advised planned reviewed to_change waiting conflict reported taken running convened seated assigned handed judged
               resit undecided sending keyed later frozen negotiated invited""",
    "no": """refused suspended removed ineligible duplicate declined expired cancelled dropped blocked returned withdrawn
             rejected error failed revoked late absent unranked left unseated sent_back not_conform lost stopped abandoned undelivered lapsed unfavourable""",
}  # fmt: skip
_BY_STATE = {state: tone for tone, states in _TONES.items() for state in states.split()}


def tone_of(state: str) -> str:
    """`ok`, `wait`, `no`, or nothing for a state that is only news."""
    return _BY_STATE.get(str(state), "")
