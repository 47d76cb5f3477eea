"""What the whole suite refuses: the network, undefined template variables, inline script and style, failed tasks."""

import ipaddress
import re
import socket
import sys
from html.parser import HTMLParser
from types import FrameType
from typing import Any

from django.template.base import FilterExpression, Node


# --- the network ----------------------------------------------------------------------------------------------------
class NetworkRefused(RuntimeError):
    """A test tried to leave this machine."""


def _is_local(host: Any) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def close_network() -> None:
    """Let sockets reach this machine only, for the rest of the process."""

    def guarded(method: Any) -> Any:
        def connect(self: socket.socket, address: Any, /) -> Any:
            if self.family != socket.AF_UNIX and not _is_local(address[0]):
                raise NetworkRefused(f"The suite stays on this machine; refused: {address!r}")
            return method(self, address)

        return connect

    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            raise NetworkRefused(f"The suite stays on this machine; refused to look up {host!r}")
        return look_up(host, *args, **kwargs)

    socket.socket.connect = guarded(socket.socket.connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded(socket.socket.connect_ex)  # type: ignore[method-assign]
    socket.getaddrinfo = getaddrinfo


# --- undefined template variables -----------------------------------------------------------------------------------
class UndefinedVariable(Exception):
    """A template of ours prints a variable that its view does not give."""


class RefuseUndefined(str):
    """Django's ``string_if_invalid`` that fails for our own templates and is empty for those of libraries."""

    def __new__(cls, templates_folder: str) -> "RefuseUndefined":
        text = super().__new__(cls, "")
        text.templates_folder = templates_folder
        return text

    templates_folder: str

    def __bool__(self) -> bool:
        # True only for the engine's own question "is it set?", so that ``{% if %}`` sees an empty text as in production.
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, part: str) -> bool:  # type: ignore[override]
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        origin = self._origin()
        if origin.startswith(self.templates_folder):
            raise UndefinedVariable(
                f"{{{{ {variable} }}}} is undefined in {origin.removeprefix(self.templates_folder)}"
            )
        return ""

    @staticmethod
    def _origin() -> str:
        """The template of the node that is being rendered."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None) is not None:
                return str(node.origin.name)
            frame = frame.f_back
        return ""


# --- inline script and style ----------------------------------------------------------------------------------------
DATA_BLOCKS = {"application/json", "application/ld+json", "importmap"}


class InlineFinder(HTMLParser):
    """Collects what the Content-Security-Policy would stop."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        if tag == "style":
            self.found.append(f"line {line}: <style>")
        if tag == "script" and not given.get("src") and given.get("type") not in DATA_BLOCKS:
            self.found.append(f"line {line}: <script> without src")
        for name, value in given.items():
            if name == "style":
                self.found.append(f'line {line}: <{tag} style="{value}">')
            elif name.startswith("on"):
                self.found.append(f"line {line}: <{tag} {name}=...>")
            elif name in ("href", "src", "action", "formaction") and re.match(r"\s*javascript:", value or "", re.I):
                self.found.append(f"line {line}: <{tag} {name}={value}>")


def inline_code(html: str) -> list[str]:
    """Each inline script, style and event handler of a page, with its line."""
    finder = InlineFinder()
    finder.feed(html)
    finder.close()
    return finder.found
