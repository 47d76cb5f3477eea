"""Who takes part, and what the portal remembers."""

from units.models.memory import Announcement, AuditEntry, AuditHead, InboxMessage, OutgoingMail
from units.models.people import (
    CENTRAL_ROLES,
    REGION_ROLES,
    SECOND_FACTOR_ROLES,
    UNIT_ROLES,
    Invitation,
    Posting,
    Role,
    User,
)
from units.models.places import (
    Affiliation,
    Category,
    Coverage,
    Group,
    Institution,
    Kind,
    Official,
    Province,
    WorkUnit,
)

__all__ = [
    "CENTRAL_ROLES",
    "REGION_ROLES",
    "SECOND_FACTOR_ROLES",
    "UNIT_ROLES",
    "Affiliation",
    "Announcement",
    "AuditEntry",
    "AuditHead",
    "Category",
    "Coverage",
    "Group",
    "InboxMessage",
    "Institution",
    "Invitation",
    "Kind",
    "Official",
    "OutgoingMail",
    "Posting",
    "Province",
    "Role",
    "User",
    "WorkUnit",
]
