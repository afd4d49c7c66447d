"""When to order again, and how much.

The reorder point is the stock at which an order must be placed so that the shelf does not
run empty before the delivery arrives:

    reorder point = demand per day * delivery days * reorder factor

The demand per day is the median of the daily sales of the last 60 days. The median, not the
mean: one customer who buys forty pieces at once must not fill the cellar.
"""

from math import ceil
from statistics import median

WINDOW_DAYS = 60
MINIMUM_DAYS = 14


def daily_demand(sales):
    """The median of the daily sales; None if there are fewer than 14 days of history."""
    if len(sales) < MINIMUM_DAYS:
        return None
    return median(sales[-WINDOW_DAYS:])


def reorder_point(sales, delivery_days, factor=1.5):
    """The stock at which to order, in pieces, rounded up. New articles use 5."""
    demand = daily_demand(sales)
    if demand is None:
        return 5
    return ceil(demand * delivery_days * factor)


def order_amount(held, point, pack_size, maximum):
    """How many pieces to order: whole packs, at least up to twice the reorder point.

    Never more than the shelf can take (maximum). Returns 0 while the stock is above the
    reorder point.
    """
    if held > point:
        return 0
    wanted = 2 * point - held
    packs = ceil(wanted / pack_size)
    room = (maximum - held) // pack_size
    return max(0, min(packs, room)) * pack_size


def order_list(articles):
    """The articles to order, the most urgent first.

    Urgent is what runs empty first: stock divided by demand, not the difference to the
    reorder point.
    """
    due = [a for a in articles if a.held <= a.point]
    return sorted(due, key=lambda a: a.held / a.demand if a.demand else float("inf"))
