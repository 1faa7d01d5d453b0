"""A crowd that does not wait for one another: requests leave at their hour, whatever the answers (open loop).

python -m bench.crowd, with a plan on standard input: {"port", "host", "rate", "seconds", "patience", "requests"}: each request is
{"method", "path", "cookies", "body"}, taken in turn. One connection a request, as telephones do.
Printed: for each status ("0" when nothing came within the patience), how many and the median and 95th percentile of their seconds;
and the places in the plan of the requests that were answered 302, which the site has acknowledged.
"""

import asyncio
import json
import statistics
import sys
import time


async def _ask(plan: dict, request: dict) -> tuple[int, float]:
    start = time.perf_counter()
    writer = None
    try:
        async with asyncio.timeout(plan["patience"]):
            reader, writer = await asyncio.open_connection("127.0.0.1", plan["port"])
            writer.write(_written(plan["host"], request))
            head = await reader.readline()
            await reader.read()
        return int(head.split()[1]), time.perf_counter() - start
    except (TimeoutError, OSError, IndexError, ValueError):
        return 0, time.perf_counter() - start
    finally:
        if writer is not None:
            writer.close()


def _written(host: str, request: dict) -> bytes:
    body = request.get("body", "").encode()
    lines = [
        f"{request['method']} {request['path']} HTTP/1.1", f"Host: {host}", "Connection: close", "Accept-Language: fr",
        "Accept-Encoding: gzip", "Cookie: " + "; ".join(f"{k}={v}" for k, v in request["cookies"].items()),
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
    ]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _crowd(plan: dict) -> list[tuple[int, float]]:
    asked, start = [], time.perf_counter()
    for number in range(int(plan["rate"] * plan["seconds"])):
        late = start + number / plan["rate"] - time.perf_counter()
        if late > 0:
            await asyncio.sleep(late)
        asked.append(asyncio.create_task(_ask(plan, plan["requests"][number % len(plan["requests"])])))
    return await asyncio.gather(*asked)


def summary(answers: list[tuple[int, float]], seconds: float) -> dict:
    by_status: dict[int, list[float]] = {}
    for status, spent in answers:
        by_status.setdefault(status, []).append(spent)
    return {
        "statuses": {
            str(status): {
                "count": len(spent), "median": statistics.median(spent),
                "p95": sorted(spent)[int(len(spent) * 0.95)], "rate": len(spent) / seconds,
            }
            for status, spent in sorted(by_status.items())
        },
        "acknowledged": [number for number, (status, _) in enumerate(answers) if status == 302],
    }  # fmt: skip


if __name__ == "__main__":
    plan = json.load(sys.stdin)
    print(json.dumps(summary(asyncio.run(_crowd(plan)), plan["seconds"])))
