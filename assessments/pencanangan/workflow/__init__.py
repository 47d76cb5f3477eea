"""Verbs of stage 1: apply, accept, send back, name operators, print, file the scan, declare, invite."""

from assessments.pencanangan.workflow.applying import accept, apply, send_back
from assessments.pencanangan.workflow.ceremonies import record_ceremony
from assessments.pencanangan.workflow.declaring import declare
from assessments.pencanangan.workflow.letters import print_letter
from assessments.pencanangan.workflow.nominating import nominate, nominate_many
from assessments.pencanangan.workflow.people import (
    invite_operator,
    record_operators,
    withdraw_invitation,
)
from assessments.pencanangan.workflow.proposing import answer_proposal, propose_date
from assessments.pencanangan.workflow.scans import attach_scan

__all__ = [
    "accept",
    "answer_proposal",
    "apply",
    "attach_scan",
    "declare",
    "invite_operator",
    "nominate",
    "nominate_many",
    "print_letter",
    "propose_date",
    "record_ceremony",
    "record_operators",
    "send_back",
    "withdraw_invitation",
]
