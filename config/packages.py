"""The Debian packages that only tests need: a browser and an SMS gateway."""

import os
import subprocess
import sys
from pathlib import Path

NEEDS = {  # pytest marker: packages, and the program that shows they are there
    "browser": (("chromium",), Path("/usr/bin/chromium")),
    "kannel": (("kannel", "kannel-extras"), Path("/usr/lib/kannel/test/fakesmsc")),
}


def absent_markers() -> list[str]:
    """The markers of the tests that cannot run here, said aloud; as root, install what they need first."""
    missing = {marker: packages for marker, (packages, program) in NEEDS.items() if not program.exists()}
    if missing and os.geteuid() == 0:
        _install([package for packages in missing.values() for package in packages])
    absent = [marker for marker in missing if not NEEDS[marker][1].exists()]
    for marker in absent:
        cure = f"apt install {' '.join(NEEDS[marker][0])}"
        print(f"*** Les tests « {marker} » NE SONT PAS lancés : {cure} ***", file=sys.stderr)  # noqa: T201
    if absent and os.environ.get("CI") == "true":
        sys.exit("En intégration continue, aucun test ne se saute.")
    return absent


def _install(packages: list[str]) -> None:
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*apt, *words], env=environment, stdout=sys.stderr)  # noqa: S603 our own words
