"""The protocol of the hand scanners.

A scanner opens a TCP connection to port 7421 and sends lines of ASCII, each ended by a
carriage return. The server answers each line with one line. Nothing is sent unasked.

    HELLO <serial>        the first line; the server answers OK or DENIED
    TAKE <barcode> <n>    books n pieces off the shelf that was scanned last
    PUT <barcode> <n>     books n pieces onto it
    SHELF <barcode>       sets the shelf for the next lines
    PING                  keeps the connection alive; the server answers PONG

A scanner that is silent for four seconds counts as gone, and its connection is closed.
"""

import socket

PORT = 7421
MAX_LINE = 128
TIMEOUT_SECONDS = 4

ANSWERS = {
    "ok": "OK",
    "unknown": "ERR 10 unknown barcode",
    "empty": "ERR 11 not enough stock",
    "locked": "ERR 12 shelf is being counted",
    "line": "ERR 20 line not understood",
    "long": "ERR 21 line too long",
}


def checksum(barcode):
    """The check digit of an EAN-13 code: weights 1 and 3 in turn, complement to ten."""
    digits = [int(d) for d in barcode[:12]]
    total = sum(d * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return (10 - total % 10) % 10


def read_line(connection: socket.socket):
    """One line without its carriage return; None at the end of the stream.

    Lines longer than 128 bytes are read to their end, dropped and answered by ERR 21, so
    that a broken scanner cannot fill the memory.
    """
    line = bytearray()
    too_long = False
    while True:
        byte = connection.recv(1)
        if not byte:
            return None
        if byte == b"\r":
            return "" if too_long else line.decode("ascii", "replace")
        if len(line) >= MAX_LINE:
            too_long = True
        else:
            line += byte


def parse(line):
    """The command and its arguments, or None for a line that is not understood."""
    parts = line.split(" ")
    if parts[0] in ("TAKE", "PUT") and len(parts) == 3 and parts[2].isdigit():
        return parts[0], parts[1], int(parts[2])
    if parts[0] in ("HELLO", "SHELF") and len(parts) == 2:
        return parts[0], parts[1]
    if line == "PING":
        return ("PING",)
    return None
