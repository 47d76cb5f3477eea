"""Verbs of stage 1: apply, accept, send back, name operators, print, file the scan, declare, invite."""

from assessments.pencanangan.workflow.applying import accept, apply, send_back
from assessments.pencanangan.workflow.cancelling import cancel_declaration, operators
from assessments.pencanangan.workflow.ceremonies import record_ceremony
from assessments.pencanangan.workflow.declaring import Outcome, declare, declare_many
from assessments.pencanangan.workflow.handing_over import hand_over
from assessments.pencanangan.workflow.inviting import invite_again
from assessments.pencanangan.workflow.letters import print_letter
from assessments.pencanangan.workflow.minutes import print_minutes
from assessments.pencanangan.workflow.nominating import nominate, nominate_many
from assessments.pencanangan.workflow.people import (
    invite_operator,
    record_operators,
    withdraw_invitation,
)
from assessments.pencanangan.workflow.photos import add_photo, remove_photo
from assessments.pencanangan.workflow.proposing import answer_proposal, propose_date
from assessments.pencanangan.workflow.scans import attach_scan

__all__ = [
    "Outcome",
    "accept",
    "add_photo",
    "answer_proposal",
    "apply",
    "attach_scan",
    "cancel_declaration",
    "declare",
    "declare_many",
    "hand_over",
    "invite_again",
    "invite_operator",
    "nominate",
    "nominate_many",
    "operators",
    "print_letter",
    "print_minutes",
    "propose_date",
    "record_ceremony",
    "record_operators",
    "remove_photo",
    "send_back",
    "withdraw_invitation",
]
