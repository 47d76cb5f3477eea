"""One mail, sent or not sent: no header from user text, a fixed Message-ID, never a hung worker."""

import re
import smtplib
from email.headerregistry import Address
from email.utils import getaddresses

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_LONGEST_SUBJECT = 200


class MailFailed(Exception):
    """The mail was not handed over. ``permanent``: sending it again will not help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


def send(
    *, to: str, subject: str, text: str, html: str | None = None, message_id: str, from_email: str | None = None
) -> None:
    """Hand one mail to one person over to the mail server. Raises ``MailFailed``.

    ``message_id`` is kept by the caller, so that a repeat after a crash is the same mail to the reader's program.
    """
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("message_id must look like <unique@host>")
    message = EmailMultiAlternatives(
        subject=_one_line(subject)[:_LONGEST_SUBJECT],
        body=text,
        from_email=from_email or settings.DEFAULT_FROM_EMAIL,
        to=[_recipient(to)],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    if html is not None:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise MailFailed("recipient refused", permanent=all(code >= 500 for code in codes)) from error
    except smtplib.SMTPResponseException as error:
        # An address that the server calls wrong stays wrong; a failed login is ours to mend, so the mail may wait.
        permanent = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
        raise MailFailed(f"mail server answered {error.smtp_code}", permanent=permanent) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(type(error).__name__, permanent=False) from error


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _recipient(to: str) -> str:
    """The bare address, checked; a display name is made of text that people type, so it is left out."""
    if any(not char.isprintable() for char in to):
        raise MailFailed("not an address", permanent=True)
    addresses = getaddresses([to])
    address = addresses[0][1] if len(addresses) == 1 else ""
    try:
        validate_email(address)
        return Address(addr_spec=address).addr_spec
    except (ValidationError, ValueError, IndexError) as error:
        raise MailFailed("not an address", permanent=True) from error
