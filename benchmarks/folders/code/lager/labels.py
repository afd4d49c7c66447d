"""Labels with barcodes.

Shelves get Code 128, articles EAN-13. A sheet has 24 labels of 70 by 37 mm; the margin of
the printer is 4 mm at the top and none at the sides.
"""

COLUMNS, ROWS = 3, 8
WIDTH_MM, HEIGHT_MM = 70, 37
QUIET_ZONE_MM = 2.5


def shelf_code(hall: int, rack: int, level: int) -> str:
    """The code of a shelf, as H2-R07-L3: hall, rack with two digits, level from the floor."""
    if not (1 <= hall <= 9 and 1 <= rack <= 99 and 1 <= level <= 9):
        raise ValueError(f"shelf: {hall}/{rack}/{level} (expected: 1-9, 1-99, 1-9)")
    return f"H{hall}-R{rack:02d}-L{level}"


def position(index: int):
    """The upper left corner of a label on its sheet, in mm; sheets are filled row by row."""
    index %= COLUMNS * ROWS
    return (index % COLUMNS) * WIDTH_MM, 4 + (index // COLUMNS) * HEIGHT_MM


def shorten(name: str, limit: int = 28) -> str:
    """A name that fits on a label: cut at a space where one is near, with three dots."""
    if len(name) <= limit:
        return name
    cut = name[: limit - 3]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut) + "..."
