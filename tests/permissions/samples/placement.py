from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.placement import appeals
from tests.cast import Cast
from tests.factories.hosts import TODAY
from tests.factories.placement import give_account, published, ranked


def samples(cast: Cast) -> dict[str, dict]:
    """A published placement, and Afi who contests hers."""
    round = published(cast, ranked(cast, 240, 150, 90))
    application = Application.objects.select_related("person", "wave").get(wave=round.wave, number="3")
    give_account(application, cast.afi)
    appeal = appeals.file_appeal(application=application, text="Pourquoi ?", by=cast.afi, on=TODAY)
    wave, about = {"code": round.wave.code}, {"pk": round.pk}
    return {
        **{
            f"placement:{route}": wave
            for route in "wave simulate compare tie published thresholds published_files notice_board".split()
        },
        **{
            f"placement:{route}": about
            for route in "round unplaced propose drop decide publish minutes files call_reserve".split()
        },
        **{f"placement:{route}": about | {"number": "1"} for route in ("why", "override")},
        "placement:contest": {"pk": application.pk},
        "placement:appeal": {"pk": appeal.pk},
    }
