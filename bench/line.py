"""A telephone line of second generation between a browser and the site: slow, far, and cut now and then."""

import asyncio
import random
import socket
import struct
import threading
from collections import Counter

PACKET = 1460  # bytes
THERE, BACK = 0, 1
END, CUT = None, False  # after the last parcel of a connection: closed by its sender, or by the line


class Line:
    """Listens on `port`. Each way carries `rate` bits a second, whatever the number of connections; there and back takes
    `delay` seconds, and a new connection `greetings` times that (TCP, then TLS 1.3) before its first request leaves.

    A part `loss` of the exchanges is cut, half of them on the way there, so that the site never hears of them; half on the
    way back: it was done, and the browser learns nothing or only the beginning. `cuts` counts both.
    """

    def __init__(self, site: int, *, rate: int = 280_000, delay: float = 0.8, greetings: int = 2, loss: float = 0.0, seed: int = 1):  # fmt: skip
        self.site, self.rate, self.delay, self.greetings, self.loss = site, rate, delay, greetings, loss
        self.cuts: Counter[int] = Counter()
        self.port = 0
        self.ends: set[asyncio.Transport] = set()
        self._free = [0.0, 0.0]  # when each way has carried what was given to it
        self._chance = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> "Line":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *fault) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        server = await asyncio.start_server(lambda *ends: Connection(self).carry(*ends), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _leave(self) -> None:
        self._server.close()
        for end in self.ends:
            end.abort()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)

    def fate(self) -> int | None:
        """On which way the next exchange is cut."""
        way = self._chance.choice((THERE, BACK)) if self._chance.random() < self.loss else None
        if way is not None:
            self.cuts[way] += 1
        return way

    def arrival(self, way: int, size: int, now: float, open_at: float) -> float:
        self._free[way] = max(now, self._free[way]) + size * 8 / self.rate
        return max(self._free[way], open_at) + self.delay / 2

    def some(self, data: bytes) -> bytes:
        return data[: self._chance.randrange(len(data))]


class Connection:
    def __init__(self, line: Line):
        self.line, self.clock = line, asyncio.get_running_loop().time
        self.open_at = self.clock() + line.greetings * line.delay
        self.is_answered, self.cut_on = True, None

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.line.site)
        ends = {writer.transport, far_writer.transport}
        self.line.ends |= ends
        try:
            await asyncio.gather(self._go(THERE, reader, far_writer, ends), self._go(BACK, far_reader, writer, ends))
        except ConnectionError:
            pass
        finally:
            for end in ends:
                _reset(end)
            self.line.ends -= ends

    async def _go(self, way: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ends) -> None:
        parcels: asyncio.Queue[tuple[float, bytes | bool | None]] = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(parcels, writer, ends))
        try:
            while data := await reader.read(PACKET):
                is_cut = self._is_cut(way)
                at = self.line.arrival(way, len(data), self.clock(), self.open_at)
                parcels.put_nowait((at, self.line.some(data) if is_cut else data))
                if is_cut:
                    parcels.put_nowait((at, CUT))
                    break
            parcels.put_nowait((0, END))
            await delivery
        finally:
            delivery.cancel()

    async def _deliver(self, parcels: asyncio.Queue, writer: asyncio.StreamWriter, ends) -> None:
        try:
            while True:
                at, data = await parcels.get()
                await asyncio.sleep(max(0, at - self.clock()))
                if data is END:
                    return writer.close()
                if data is CUT:
                    break
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        for end in ends:
            _reset(end)

    def _is_cut(self, way: int) -> bool:
        """An exchange begins with the first bytes after an answer."""
        if way == THERE and self.is_answered:
            self.is_answered, self.cut_on = False, self.line.fate()
        elif way == BACK:
            self.is_answered = True
        return self.cut_on == way


def _reset(end: asyncio.Transport) -> None:
    """Let go without a word: under TLS as here, no half of an answer is taken for the whole."""
    if not end.is_closing():
        end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.abort()
