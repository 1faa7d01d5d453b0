"""D: `teriya placement certify`, the imports of the engine included, with NumPy alone: python -m bench.placement.verifying DIR OUT."""

import json
import sys
import time

from bench.placement.peers.told import peak

START = time.perf_counter()
sys.modules |= {"numba": None, "highspy": None}  # who verifies need not have them

from teriya.mobilisation.placement.engine.verify import certify_files  # noqa: E402

if __name__ == "__main__":
    report = certify_files(*sys.argv[1:])
    if report.status:
        raise SystemExit(f"not certified: {report.sentences}")
    print(json.dumps({"seconds": time.perf_counter() - START, "placed": 0, "memory": peak()}))
