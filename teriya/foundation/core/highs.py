"""HiGHS, the solver of linear programs: it comes with the first program, not with the site, and says nothing of its own."""

import os
import sys
from functools import cache
from importlib import import_module
from typing import Any


@cache
def highs() -> Any:
    """The package, loaded when first asked for."""
    return import_module("highspy")


def silent_solver() -> Any:
    """A solver on one thread, the same each time. HiGHS prints its banner before it can be told not to: that goes nowhere."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver = highs().Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(option, value)
    return solver
