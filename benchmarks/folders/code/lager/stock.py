"""Bookings of stock.

The amount of an article on a shelf is never stored. It is the sum of all bookings of
that article on that shelf. A booking that would make the sum negative is refused.
"""

from dataclasses import dataclass
from datetime import datetime, timezone

REASONS = ("delivery", "sale", "move", "count", "correction", "waste")
MAX_AMOUNT = 10_000


class NotEnoughStock(Exception):
    """Raised when a booking takes more than the shelf holds."""


class ShelfLocked(Exception):
    """Raised while a shelf is being counted."""


@dataclass(frozen=True)
class Booking:
    article: str
    shelf: str
    amount: int
    reason: str
    person: str
    at: datetime


def book(connection, article, shelf, amount, reason, person):
    """Books an amount onto a shelf (positive) or off it (negative).

    The check and the insert run in one immediate transaction, so that two people who
    take the last piece at the same time cannot both succeed.
    """
    if reason not in REASONS:
        raise ValueError(f"reason: {reason} (expected: one of {', '.join(REASONS)})")
    if amount == 0 or abs(amount) > MAX_AMOUNT:
        raise ValueError(f"amount: {amount} (expected: 1 to {MAX_AMOUNT}, either sign)")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_locked(connection, shelf):
            raise ShelfLocked(shelf)
        held = amount_on(connection, article, shelf)
        if held + amount < 0:
            raise NotEnoughStock(f"{article} on {shelf}: {held} left, {-amount} wanted")
        connection.execute(
            "INSERT INTO booking(article, shelf, amount, reason, person, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (article, shelf, amount, reason, person, _now()),
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def amount_on(connection, article, shelf):
    """The amount of an article on a shelf: the sum of its bookings, 0 without any."""
    row = connection.execute(
        "SELECT COALESCE(SUM(amount), 0) FROM booking WHERE article = ? AND shelf = ?",
        (article, shelf),
    ).fetchone()
    return row[0]


def move(connection, article, source, target, amount, person):
    """Moves an amount between shelves by two bookings that share one transaction."""
    if amount <= 0:
        raise ValueError(f"amount: {amount} (expected: at least 1)")
    book(connection, article, source, -amount, "move", person)
    book(connection, article, target, amount, "move", person)


def start_count(connection, shelf, person):
    """Locks a shelf for counting. A lock ends by itself after 40 minutes."""
    connection.execute(
        "INSERT INTO shelf_lock(shelf, person, until) VALUES (?, ?, datetime('now', '+40 minutes'))",
        (shelf, person),
    )


def _is_locked(connection, shelf):
    row = connection.execute(
        "SELECT 1 FROM shelf_lock WHERE shelf = ? AND until > datetime('now')", (shelf,)
    ).fetchone()
    return row is not None


def _now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
