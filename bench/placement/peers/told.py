"""What the peers' scripts have in common: the wave as they read it, and the line that they print. Only NumPy is needed."""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np


def wave() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of the plain folder given: candidate, rank, post and key [W], and seats [J]."""
    folder = Path(sys.argv[1])
    wishes, order, posts = (np.load(folder / f"{name}.npz") for name in ("wishes", "order", "posts"))
    return wishes["candidate"], wishes["rank"], wishes["post"], order["key"], posts["seats"]


def tell(solve: Callable[[], int]) -> None:
    """Time it, and print the seconds, the number placed and the peak memory of this process in megabytes."""
    start = time.perf_counter()
    placed = solve()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "placed": placed, "memory": peak()}))


def peak() -> int:
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024


def lists(names: np.ndarray, values: np.ndarray, number: int) -> list[list[int]]:
    """The values of each name, in the order of the rows."""
    cuts = np.cumsum(np.bincount(names, minlength=number))[:-1]
    return [part.tolist() for part in np.split(values[np.argsort(names, kind="stable")], cuts)]
