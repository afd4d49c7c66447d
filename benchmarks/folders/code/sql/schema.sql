-- The tables of lager. Times are UTC in ISO 8601. Money is in cents, never in floating point.

CREATE TABLE article (
    ean         TEXT PRIMARY KEY CHECK (length(ean) = 13),
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    pack_size   INTEGER NOT NULL DEFAULT 1,
    supplier    INTEGER REFERENCES supplier(id)
);

CREATE TABLE supplier (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    delivery_days INTEGER NOT NULL DEFAULT 3,
    minimum_cents INTEGER NOT NULL DEFAULT 0
);

-- A booking is never updated and never deleted: two triggers refuse both.
CREATE TABLE booking (
    id      INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article(ean),
    shelf   TEXT NOT NULL,
    amount  INTEGER NOT NULL CHECK (amount <> 0),
    reason  TEXT NOT NULL,
    person  TEXT NOT NULL,
    at      TEXT NOT NULL
);
CREATE INDEX booking_shelf ON booking(article, shelf);

CREATE TRIGGER booking_no_update BEFORE UPDATE ON booking
BEGIN SELECT RAISE(ABORT, 'bookings are never changed'); END;
CREATE TRIGGER booking_no_delete BEFORE DELETE ON booking
BEGIN SELECT RAISE(ABORT, 'bookings are never deleted'); END;

-- A lock ends when its time is over; rows are cleaned up at the next start.
CREATE TABLE shelf_lock (
    shelf  TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    until  TEXT NOT NULL
);

CREATE TABLE person (
    name     TEXT PRIMARY KEY,
    password BLOB NOT NULL,
    role     TEXT NOT NULL DEFAULT 'viewer',
    tries    INTEGER NOT NULL DEFAULT 0,
    locked   TEXT
);
