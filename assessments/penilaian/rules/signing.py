"""May signed versions of certificates be attached?"""

from units.models import Role, User


def attach_signed(by: User) -> list[str]:
    """Whether the person may attach electronically signed certificates."""
    return [] if by.has_role(Role.ADMIN) else ["Piagam bertanda tangan elektronik dilampirkan oleh admin pusat."]
