"""People, passwords and roles.

Passwords are hashed by scrypt with n=2**15, r=8, p=1 and a salt of 16 random bytes. Five
wrong passwords within ten minutes lock the account for a quarter of an hour; the right
password does not open it earlier.
"""

import hashlib
import hmac
import os
import secrets

ROLES = {
    "viewer": {"read"},
    "counter": {"read", "book"},
    "keeper": {"read", "book", "count", "order"},
    "owner": {"read", "book", "count", "order", "people", "restore"},
}
TRIES = 5
LOCK_MINUTES = 15
MINIMUM_LENGTH = 10


def hash_password(password: str) -> bytes:
    """Salt and hash in one value. Passwords shorter than ten characters are refused."""
    if len(password) < MINIMUM_LENGTH:
        raise ValueError("password: too short (expected: at least 10 characters)")
    salt = os.urandom(16)
    return salt + hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26)


def matches(password: str, stored: bytes) -> bool:
    """Compares in constant time, so that the time tells nothing about the hash."""
    salt, expected = stored[:16], stored[16:]
    actual = hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26)
    return hmac.compare_digest(actual, expected)


def new_session() -> str:
    """A random token of 32 bytes for the cookie. Only its SHA-256 is stored."""
    return secrets.token_urlsafe(32)


def may(role: str, action: str) -> bool:
    """False for an unknown role: nobody gains rights by a typing error."""
    return action in ROLES.get(role, set())
