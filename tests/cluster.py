"""A throw-away PostgreSQL cluster: made for one run of the suite, on a free port of the loopback, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

USER = "p2ham"
# Durable only as long as the run: no fsync. More connections than the default, for the races.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


class ClusterError(RuntimeError):
    """PostgreSQL is missing or does not start: a failure of the run, never a skip."""


def binary(name: str) -> str:
    """The path of a server program; Debian keeps them outside PATH, one folder per version."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(versions, key=lambda path: float(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise ClusterError(f"PostgreSQL is missing ({name} was not found). ./run test installs it.")
    return found


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """Started by the one process that leads the run; every worker has its own database in it."""

    def __init__(self) -> None:
        self.account = self._account()
        # Another account than ours must be able to reach the folder, wherever TMPDIR points.
        self.folder = Path(tempfile.mkdtemp(prefix="p2ham-postgres-", dir="/tmp" if self.account else None))
        self.port = free_port()
        self.server: subprocess.Popen[bytes] | None = None

    @staticmethod
    def _account() -> pwd.struct_passwd | None:
        """Whom the server runs as: PostgreSQL refuses root."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise ClusterError("PostgreSQL refuses to run as root, and there is no user postgres or nobody.")

    @property
    def url(self) -> str:
        """The address for the settings."""
        return f"postgres://{USER}@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.folder / "server.log"

    def start(self) -> "Cluster":
        """Make the cluster and wait until it answers."""
        try:
            if self.account:
                os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
            self._run(
                "initdb", "-D", self.data, "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
            )
            options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
            options += ["-c", f"port={self.port}", "-c", f"unix_socket_directories={self.folder}"]
            with self.log.open("wb") as log:
                self.server = subprocess.Popen(
                    [binary("postgres"), "-D", self.data, *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    **self._surroundings(),
                    # Ctrl-C is for pytest: it still has to drop its databases.
                    start_new_session=True,
                )
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop the server and remove every trace."""
        if self.server is not None:
            self.server.send_signal(signal.SIGQUIT)  # at once; nothing here is worth a checkpoint
            try:
                self.server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait(timeout=10)
            self.server = None
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> str:
        """The folder of the cluster's files."""
        return str(self.folder / "data")

    def _surroundings(self) -> dict[str, Any]:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        as_whom: dict[str, Any] = {}
        if self.account:
            as_whom = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return {"cwd": self.folder, "env": environment, **as_whom}

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [binary(name), *arguments],
            **self._surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ClusterError(f"{name} failed:\n{done.stdout}{done.stderr}")

    def _wait(self) -> None:
        import psycopg

        for _ in range(150):
            assert self.server is not None
            if self.server.poll() is not None:
                break
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                try:
                    self.server.wait(timeout=0.2)
                except subprocess.TimeoutExpired:
                    continue
            else:
                return
        raise ClusterError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')}")
