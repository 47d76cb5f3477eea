"""What the policy of a route is made of: who comes in, and to which object of the play."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast

NATIONAL = ("verifier", "second_verifier", "lead", "admin", "leadership", "observer")
OFFICE = ("coordinator", "coordinator_head")
SCORERS = ("assessor", "second_assessor")
CHECKERS = ("verifier", "second_verifier", "leadership")
THE_UNIT = ("operator", "head", *OFFICE)
# Everybody who may apply for units: the offices, and the people of a unit that applies by itself.
APPLICANTS = (*THE_UNIT, "neighbour_operator", "foreign_operator", "foreign_coordinator")


def nothing(cast: Cast) -> dict[str, Any]:
    """The route has no arguments."""
    return {}


@dataclass(frozen=True)
class Route:
    """Who may come in, and to which object of the play; everybody else of the cast is a stranger to it.

    ``insiders`` are people of ``tests/cast.py``. Empty: everybody with an account, each to what is theirs.
    ``kwargs`` makes the object and returns the arguments of the address.
    """

    insiders: tuple[str, ...] = ()
    kwargs: Callable[[Cast], dict[str, Any]] = nothing
    public: bool = field(default=False, kw_only=True)


def public(kwargs: Callable[[Cast], dict[str, Any]] = nothing) -> Route:
    """A route for everybody, account or not."""
    return Route(kwargs=kwargs, public=True)


def own() -> Route:
    """A route for everybody with an account, each to what is theirs; its address names no object."""
    return Route()


def pk(of: Callable[[Cast], Any]) -> Callable[[Cast], dict[str, Any]]:
    """The arguments of a route to one object."""
    return lambda cast: {"pk": of(cast).pk}
