from tests.factories.placement import published, ranked


def samples(cast) -> dict[str, dict]:
    round = published(cast, ranked(cast, 240, 150, 90))
    wave, about = {"code": round.wave.code}, {"pk": round.pk}
    return {
        **{
            f"placement:{route}": wave
            for route in "wave simulate compare published thresholds published_files".split()
        },
        **{
            f"placement:{route}": about
            for route in "round unplaced propose drop decide publish minutes files call_reserve".split()
        },
        "placement:why": about | {"number": "1"},
    }
