"""A host of Haho 1, evaluated, of which Essi is an officer; and a need of an accredited one."""

from teriya.mobilisation.hosts import pages
from tests.cast import Cast
from tests.factories.hosts import accredited, evaluated, submitted, with_officer


def samples(cast: Cast) -> dict[str, dict]:
    host = evaluated(cast)
    member = with_officer(cast, host, cast.essi)
    need = submitted(cast, accredited(cast, name="USP Haho 1"))
    [paper] = pages.papers_of(host)
    of_host = {"number": host.number}
    return {
        **{f"hosts:{name}": of_host for name in ("host", "evaluate", "ask", "add_officer")},
        "hosts:end_officer": of_host | {"pk": member.pk},
        "hosts:paper": of_host | {"pk": paper.pk},
        "hosts:decide": of_host | {"word": "refus"},
        "hosts:need": {"pk": need.pk},
        "hosts:refuse_need": {"pk": need.pk},
    }
