"""A server of the S3 protocol, as a process of its own on a free port of the loopback, gone with whoever started it.

Requests must be signed with the right key, as in production; what the server keeps, it keeps in memory.
"""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any

import boto3
import requests

from p2ham.lib.objectstore import CONFIG
from tests.cluster import free_port

BUCKET = "p2ham-private"
REGION = "us-east-1"
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
# What is asked before signatures count: the account, its key and its right, and the bucket.
UNSIGNED_REQUESTS = 4


def _die_with_the_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a run that was killed leaves nobody over


class ObjectServer:
    """Started when a test needs it; ``stop`` and ``resume`` let it be away for a while, and keep what it has."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.access_key = self.secret_key = ""
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed by ``stop``)

    @property
    def url(self) -> str:
        """The address for the settings."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def options(self) -> dict[str, Any]:
        """The options of the storage backend."""
        keys = {"access_key": self.access_key, "secret_key": self.secret_key}
        return {"bucket_name": BUCKET, "endpoint_url": self.url, "region_name": REGION, **keys}

    def client(self, **changed: str) -> Any:
        """A client of our own, to look at the bucket past the portal."""
        keys = {"aws_access_key_id": self.access_key, "aws_secret_access_key": self.secret_key} | changed
        return boto3.client("s3", endpoint_url=self.url, region_name=REGION, config=CONFIG, **keys)

    def start(self) -> "ObjectServer":
        """Start the server and wait until it answers, then make the account and the bucket."""
        environment = {"PATH": os.environ["PATH"], "INITIAL_NO_AUTH_ACTION_COUNT": str(UNSIGNED_REQUESTS)}
        command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_die_with_the_parent,  # noqa: PLW1509 (it takes no lock)
        )
        self._wait()
        nobody = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nothing"}
        accounts = boto3.client("iam", endpoint_url=self.url, region_name=REGION, **nobody)
        accounts.create_user(UserName="p2ham")
        key = accounts.create_access_key(UserName="p2ham")["AccessKey"]
        self.access_key, self.secret_key = key["AccessKeyId"], key["SecretAccessKey"]
        accounts.put_user_policy(UserName="p2ham", PolicyName="files", PolicyDocument=POLICY)
        self.client().create_bucket(Bucket=BUCKET)
        return self

    def _wait(self) -> None:
        assert self.process is not None
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                requests.get(f"{self.url}/moto-api/", timeout=2)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        self.log.seek(0)
        raise RuntimeError(f"The S3 server did not start:\n{self.log.read().decode(errors='replace')}")

    def pause(self) -> None:
        """Let it be silent: connections are taken, and nobody answers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it answer again, with all that it had."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the server; what it kept is gone."""
        if self.process is not None:
            self.resume()
            self.process.kill()
            self.process.wait(timeout=10)
            self.process = None
        self.log.close()

    def names(self) -> set[str]:
        """Every object of the bucket."""
        pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {entry["Key"] for page in pages for entry in page.get("Contents", ())}

    def empty(self) -> None:
        """Remove every object."""
        client = self.client()
        for name in self.names():
            client.delete_object(Bucket=BUCKET, Key=name)
