"""May this be applied for, printed, declared, invited? Sentences; empty means yes."""

from assessments.pencanangan.rules.applying import (
    ALONE,
    ahead,
    apply,
    ceremony_date,
    change_ceremony,
    choose,
    cycle_open,
    decide,
    move_ceremony,
    needs_reason,
    office,
)
from assessments.pencanangan.rules.nominating import nominate, not_nominated
from assessments.pencanangan.rules.papers import attach_scan, declare, print_letter
from assessments.pencanangan.rules.people import (
    UNNAMED,
    account,
    distinct_operators,
    invite,
    name_operator,
    withdraw_invitation,
)
from assessments.pencanangan.rules.proposing import answer, answer_proposal, propose, propose_date

__all__ = [
    "ALONE",
    "UNNAMED",
    "account",
    "ahead",
    "answer",
    "answer_proposal",
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
    "needs_reason",
    "nominate",
    "not_nominated",
    "office",
    "print_letter",
    "propose",
    "propose_date",
    "withdraw_invitation",
]
