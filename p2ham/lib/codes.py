"""Random codes that people read from paper and type again."""

import secrets

# Crockford's alphabet: no I, L, O, U, so a code read from paper is not mistyped.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")


def random_letters(count: int) -> str:
    """``count`` letters of five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def reread(text: str, count: int) -> str:
    """The letters of a code as somebody typed it: any case, any separators, O for 0, I or L for 1.

    Empty when that is no code of ``count`` letters.
    """
    letters = "".join(char for char in text.upper() if char.isalnum()).translate(_MISREAD)
    return letters if len(letters) == count and set(letters) <= set(ALPHABET) else ""
