"""May this be applied for, printed, declared, invited? Sentences; empty means yes."""

from assessments.pencanangan.rules.applying import (
    apply,
    ceremony_date,
    change_ceremony,
    choose,
    cycle_open,
    decide,
    move_ceremony,
    office,
)
from assessments.pencanangan.rules.papers import attach_scan, declare, print_letter
from assessments.pencanangan.rules.people import (
    UNNAMED,
    account,
    distinct_operators,
    invite,
    name_operator,
    withdraw_invitation,
)

__all__ = [
    "UNNAMED",
    "account",
    "apply",
    "attach_scan",
    "ceremony_date",
    "change_ceremony",
    "choose",
    "cycle_open",
    "decide",
    "declare",
    "distinct_operators",
    "invite",
    "move_ceremony",
    "name_operator",
    "office",
    "print_letter",
    "withdraw_invitation",
]
