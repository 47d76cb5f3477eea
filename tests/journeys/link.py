"""A weak link between a browser and the portal: a TCP proxy that can be cut for real, in the middle of a request."""

import contextlib
import select
import socket
import struct
import threading
import time

RESET = struct.pack("ii", 1, 0)  # closing such a socket sends a reset, as a dead link ends
PIECE = 16 * 1024


class Link:
    """Listens on a port of its own and passes everything on to ``target``, until it is cut."""

    def __init__(self) -> None:
        self.target = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self.listener.getsockname()[1]
        self.is_cut = threading.Event()
        self.lock = threading.Lock()
        # How many more bytes go up before the link breaks by itself; None: it holds.
        self.left: int | None = None
        # Seconds that every piece takes on its way up: a slow link.
        self.pause = 0.0
        self.threads = [threading.Thread(target=self._accept, daemon=True)]
        self.threads[0].start()

    def cut_after(self, count: int) -> None:
        """Let ``count`` more bytes go up, then break in the middle of whatever goes through, and stay broken."""
        with self.lock:
            self.left = count

    def wait_until_cut(self, seconds: float = 60) -> None:
        """Return once the link broke by itself."""
        assert self.is_cut.wait(seconds), "so much never went through"

    def cut(self) -> None:
        """Break every connection now; new ones are refused until ``mend``."""
        self.left = None
        self.is_cut.set()

    def mend(self) -> None:
        """The link holds again, at full speed."""
        self.left, self.pause = None, 0.0
        self.is_cut.clear()

    def close(self) -> None:
        """No more of it."""
        self.cut()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            self.threads = [thread for thread in self.threads if thread.is_alive()]
            self.threads.append(threading.Thread(target=self._carry, args=(near,), daemon=True))
            self.threads[-1].start()

    def _carry(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            if self.is_cut.is_set():
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            with socket.create_connection(("127.0.0.1", self.target), timeout=5) as far:
                if not self._pass(near, far):
                    for end in (near, far):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    def _pass(self, near: socket.socket, far: socket.socket) -> bool:
        """Carry to and fro until one side ends; tells whether the link held."""
        while not self.is_cut.is_set():
            for source in select.select([near, far], [], [], 0.05)[0]:
                data = source.recv(PIECE)
                if not data:
                    return True
                if source is far:
                    near.sendall(data)
                elif self._breaks(len(data)):
                    self.cut()
                    return False
                else:
                    time.sleep(self.pause)
                    far.sendall(data)
        return False

    def _breaks(self, count: int) -> bool:
        with self.lock:
            if self.left is None:
                return False
            self.left -= count
            return self.left <= 0
