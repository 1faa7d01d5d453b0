"""A durable database of its own, then the table of all measures; everything is thrown away afterwards."""

import os
import secrets
import subprocess
import sys

from config.launch import KEYS, ROOT, as_owner, data_folder, manage
from config.postgres import OWNER, Cluster

if __name__ == "__main__":
    cluster = Cluster(data_folder() / f"bench-{os.getpid()}")
    try:
        with cluster:
            keys = dict.fromkeys(KEYS, secrets.token_urlsafe(48))
            environment = os.environ | keys | {
                "TERIYA_DATA": str(cluster.folder / "site"), "DATABASE_URL": cluster.dsn(), "DATABASE_OWNER_URL": cluster.dsn(OWNER),
                "DJANGO_SETTINGS_MODULE": "bench.settings", "AGENCY": "tg",
            }  # fmt: skip
            manage(as_owner(environment), "migrate", "--no-input", "-v", "0")
            manage(environment, "collectstatic", "--no-input", "-v", "0")
            command = [sys.executable, "-m", "bench.child", *(sys.argv[1:] or ["table", "draw"])]
            sys.exit(subprocess.run(command, env=environment, cwd=ROOT).returncode)
    finally:
        cluster.destroy()
