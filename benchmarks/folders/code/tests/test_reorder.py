from lager.reorder import daily_demand, order_amount, reorder_point


def test_new_articles_are_ordered_at_five_pieces():
    assert reorder_point([3, 4, 2], delivery_days=3) == 5


def test_one_big_sale_does_not_move_the_demand():
    assert daily_demand([2] * 30 + [40]) == 2


def test_nothing_is_ordered_above_the_reorder_point():
    assert order_amount(held=20, point=9, pack_size=6, maximum=60) == 0


def test_orders_are_whole_packs():
    assert order_amount(held=9, point=9, pack_size=6, maximum=60) == 12


def test_a_full_shelf_gets_nothing():
    assert order_amount(held=9, point=9, pack_size=6, maximum=10) == 0
