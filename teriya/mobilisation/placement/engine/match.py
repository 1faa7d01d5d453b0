"""Who goes where. The matcher is numba's where it is installed (the extra `fast`), else the reference one: same digest."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from teriya.mobilisation.placement.engine import reference
from teriya.mobilisation.placement.engine.tables import digest
from teriya.mobilisation.placement.engine.wave import Result, Wave


def match(wave: Wave, *, plainly: bool = False) -> Result:
    """Give every candidate the best place of any stable outcome. `plainly` asks for the reference matcher."""
    matcher = reference if plainly else _fastest()
    wish, key, cause = matcher.propose(wave)
    return Result(wave, wish, key, cause, digest(wave, wish, key, cause))


@cache
def _fastest() -> ModuleType:
    """Numba weighs 60 MB in a process: it comes with the first placement, not with the site."""
    if find_spec("numba") is None:
        return reference
    return import_module("teriya.mobilisation.placement.engine.fast")
