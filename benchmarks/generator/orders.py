"""What sale and purchase orders have in common.

Prices are whole, so that 13 % of them are whole cents. Shares: ``d`` delivered or received, ``i``
invoiced or billed; 1 of goods, 2 of the service.
"""

PRICES = """
    2 * (1 + floor(pg_temp.part(2, n) * 5))::numeric AS q,
    (50 + floor(pg_temp.part(3, n) * 1000))::numeric AS p1,
    (10 + floor(pg_temp.part(4, n) * 500))::numeric AS p2,
    (CASE WHEN n < {open} THEN CURRENT_DATE - floor(pg_temp.part(5, n) * 60)::int
          ELSE CURRENT_DATE - 61 - floor(pg_temp.part(5, n) * {size.days})::int END) AS day
"""
AMOUNTS = {
    "amount_untaxed": "s.q * s.p1 + s.p2",
    "amount_tax": "(s.q * s.p1 + s.p2) * 0.13",
    "amount_total": "(s.q * s.p1 + s.p2) * 1.13",
}
TIMES = {"create_date": "s.day + TIME '09:00'", "write_date": "s.day + TIME '09:00'"}


def filled(text, o, size, **values):
    """Fill in the query of orders; the first ``open`` ones are not closed."""
    prices = PRICES.format(size=size, open=values["open"])
    return text.format(o=o, size=size, prices=prices, **values)


def worth(quantity, price):
    """Return the columns of a line that follow from its quantity and price."""
    return {
        **TIMES,
        "order_id": "s.id",
        "price_unit": price,
        "technical_price_unit": price,
        "price_subtotal": f"{quantity} * {price}",
        "price_tax": f"{quantity} * {price} * 0.13",
        "price_total": f"{quantity} * {price} * 1.13",
    }


def taxes(loader, table, lines, first, original):
    """Give all lines from the first one on the taxes of the original."""
    loader.query(
        f"INSERT INTO {table} ({lines}_id, account_tax_id) SELECT l.id, t.account_tax_id"
        f" FROM {lines} l CROSS JOIN {table} t WHERE l.id >= {first} AND t.{lines}_id = {original}"
    )
