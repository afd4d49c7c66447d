"""The vectors of the stand-ins' embedding model."""

import base64
import hashlib
import math
import struct

DIMENSIONS = 16


def vector(text: str) -> list[float]:
    """A unit vector that depends on the text alone; its numbers are exact in 32 bits."""
    digest = hashlib.sha256(text.encode()).digest()[:DIMENSIONS]
    numbers = [byte - 127.5 for byte in digest]
    length = math.sqrt(sum(number * number for number in numbers))
    unit = [number / length for number in numbers]
    return list(struct.unpack(f"<{DIMENSIONS}f", struct.pack(f"<{DIMENSIONS}f", *unit)))


def base64_of(numbers: list[float]) -> str:
    """The form that OpenAI's clients ask for: little-endian floats of 32 bits."""
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
