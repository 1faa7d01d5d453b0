"""An open wave; Afi applied to it, from Haho 1."""

from teriya.mobilisation.calls import actions
from tests.cast import Cast
from tests.factories.calls import BORN, make_applications, make_wave


def samples(cast: Cast) -> dict[str, dict]:
    wave = make_wave(cast)
    [application] = make_applications(cast, wave, BORN)
    type(application.person).objects.filter(pk=application.person_id).update(account=cast.afi)
    of_wave = {
        key: {"code": wave.code}
        for key in [
            "wave", "plan", "needs", "close", "draw", "reopen", "eligibility", "applications", "counter", "describe", "extend",
            "questions", "announce", "poster", "incomplete", "bulk",
            "promotion", "blanks", "template",
        ]
    }  # fmt: skip
    question = actions.ask_question(wave=wave, text="Peut-on servir à Lomé ?", by=cast["candidate"])
    of_one = {key: {"pk": application.pk} for key in ["application", "withdraw", "receipt", "new_phone"]} | {
        "answer": {"pk": question.pk}
    }
    agent, on = cast["regional_agent"], application.on
    lack = actions.ask_to_complete(application=application, code="diploma", note="", by=agent, on=on)
    finding = actions.find(application=application, code="has_job", note="Fiche de paie", by=agent, on=on)
    of_one |= {"settle": {"pk": lack.pk}, "lift": {"pk": finding.pk}}
    of_one |= {"act": {"pk": application.pk, "act": "motif"}}
    printed = actions.print_forms(wave=wave, count=1, by=agent, on=on)
    of_one |= {"blank": {"code": wave.code, "pk": printed.pk}}
    of_one |= {"called": {"pk": 1}}
    return {f"calls:{name}": given for name, given in (of_wave | of_one).items()}
