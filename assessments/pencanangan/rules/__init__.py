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
    required_words,
)
from assessments.pencanangan.rules.declaring import (
    MAX_PHOTOS,
    add_photo,
    cancel_declaration,
    hand_over,
    hand_over_to,
    remove_photo,
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
from assessments.pencanangan.rules.piles import print_minutes, print_pile, still_to_declare
from assessments.pencanangan.rules.proposing import answer, answer_proposal, propose, propose_date

__all__ = [
    "ALONE",
    "MAX_PHOTOS",
    "UNNAMED",
    "account",
    "add_photo",
    "ahead",
    "answer",
    "answer_proposal",
    "apply",
    "attach_scan",
    "cancel_declaration",
    "ceremony_date",
    "change_ceremony",
    "choose",
    "cycle_open",
    "decide",
    "declare",
    "distinct_operators",
    "hand_over",
    "hand_over_to",
    "invite",
    "move_ceremony",
    "name_operator",
    "needs_reason",
    "nominate",
    "not_nominated",
    "office",
    "print_letter",
    "print_minutes",
    "print_pile",
    "propose",
    "propose_date",
    "remove_photo",
    "required_words",
    "still_to_declare",
    "withdraw_invitation",
]
