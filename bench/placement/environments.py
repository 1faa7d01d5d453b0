"""The environments of the peers: one each, apart from ours and kept from one run to the next, their versions pinned."""

import subprocess
import sys
import venv
from pathlib import Path

from config.launch import data_folder

PEERS = {
    "matching": "matching==1.4.3",
    "algmatch": "algmatch==1.5.2",
    "ortools": "ortools==9.15.6755",
    "scipy": "scipy==1.17.1",
}
SCRIPTS = Path(__file__).parent / "peers"


def python_of(peer: str) -> Path:
    """The Python of a peer's environment, made if it is not there."""
    folder = data_folder() / "cache" / "peers" / PEERS[peer].replace("==", "-")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print(f"Installation de {PEERS[peer]}…", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEERS[peer]], check=True, capture_output=True)
        (folder / "ready").touch()
    return python
