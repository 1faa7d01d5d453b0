"""What a process of the site carries: the solvers come with a placement, the printer with a paper, not with the pages."""

import subprocess
import sys

from tests.house.sources import ROOT

HEAVY = ("numba", "llvmlite", "scipy", "highspy", "typst", "zxingcpp")
LOOK = f"""
import sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*(name for name in {HEAVY} if name in sys.modules))
"""


def test_the_pages_load_no_solver_and_no_printer():
    told = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
