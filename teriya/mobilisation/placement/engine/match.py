"""Who goes where. The matcher is numba's where it is installed (the extra `fast`), else the reference one: same digest."""

from importlib.util import find_spec

from teriya.mobilisation.placement.engine import reference
from teriya.mobilisation.placement.engine.tables import digest
from teriya.mobilisation.placement.engine.wave import Result, Wave

IS_FAST = find_spec("numba") is not None
if IS_FAST:
    from teriya.mobilisation.placement.engine import fast


def match(wave: Wave, *, plainly: bool = False) -> Result:
    """Give every candidate the best place of any stable outcome. `plainly` asks for the reference matcher."""
    matcher = fast if IS_FAST and not plainly else reference
    wish, key, cause = matcher.propose(wave)
    return Result(wave, wish, key, cause, digest(wave, wish, key, cause))
