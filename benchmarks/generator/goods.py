"""Deliveries and receipts of the orders, and goods set aside without an order."""

from .orders import TIMES


def write(loader, o, size):
    """Write pickings, moves and their lines; reserve what waits."""
    open_sale = "kind <> 'quotation'"
    _moves(loader, o.out_done, _source(o, "sale", "d1", "TRUE"), "sale")
    _moves(loader, o.out_waiting, _source(o, "sale", "(1 - d1)", open_sale), "sale")
    _moves(loader, o.in_done, _source(o, "purchase", "d1", "TRUE"), "purchase")
    _moves(loader, o.in_waiting, _source(o, "purchase", "(1 - d1)", "TRUE"), "purchase")
    dedicated = f"""
        SELECT n, {o.first} + pg_temp.party(18, n) AS partner,
               CURRENT_DATE - (n % 30)::int AS day, NULL::bigint AS order_id,
               NULL::bigint AS line, {o.goods} + n % 200 AS product, 2::numeric AS quantity
          FROM generate_series(0, {size.advances - 1}) n"""
    _moves(loader, o.out_waiting, dedicated, "sale")
    loader.query(
        "UPDATE stock_quant q SET reserved_quantity = r.quantity FROM ("
        " SELECT product_id, location_id, SUM(quantity) AS quantity FROM stock_move_line"
        " WHERE state = 'assigned' GROUP BY 1, 2) r"
        " WHERE r.product_id = q.product_id AND r.location_id = q.location_id"
    )


def _source(o, side, share, where):
    partner = "orderer" if side == "sale" else "pid"
    return f"""
        SELECT row_number() OVER (ORDER BY n) - 1 AS n, {partner} AS partner, day, id AS order_id,
               line, {o.goods} + n % 200 AS product, q * {share} AS quantity
          FROM bench_{side} WHERE {where} AND {share} > 0"""


def _moves(loader, originals, source, side):
    first = [loader.first(t) for t in ("stock_picking", "stock_move", "stock_move_line")]
    number = f"'B' || lpad(({first[0]} + s.n)::text, 8, '0')"
    number = r"regexp_replace(o.{}, '\d+$', '') || " + number
    ids = {
        "picking": f"{first[0]} + s.n",
        "move": f"{first[1]} + s.n",
        "line": f"{first[2]} + s.n",
    }
    source = f"({source})"
    linked = {"sale_id": "s.order_id"} if side == "sale" else {}
    loader.clone(
        "stock_picking",
        originals[0],
        source,
        **TIMES,
        **linked,
        id=ids["picking"],
        name=number.format("name"),
        partner_id="s.partner",
        origin="NULL",
        scheduled_date="s.day + TIME '12:00'",
        date_deadline="s.day + TIME '12:00'",
        date_done="CASE o.state WHEN 'done' THEN s.day + TIME '15:00' END",
    )
    if side == "purchase":
        loader.query(
            "INSERT INTO purchase_order_stock_picking_rel (purchase_order_id, stock_picking_id)"
            f" SELECT s.order_id, {ids['picking']} FROM {source} s"
        )
    loader.clone(
        "stock_move",
        originals[1],
        source,
        **TIMES,
        id=ids["move"],
        picking_id=ids["picking"],
        partner_id="s.partner",
        product_id="s.product",
        reference=number.format("reference"),
        origin="NULL",
        date="s.day + TIME '12:00'",
        date_deadline="s.day + TIME '12:00'",
        reservation_date="s.day",
        value="CASE o.state WHEN 'done' THEN s.quantity * 60 ELSE o.value END",
        **{f"{side}_line_id": "s.line"},
        **dict.fromkeys(("product_qty", "product_uom_qty", "packaging_uom_qty"), "s.quantity"),
        quantity="CASE WHEN o.quantity > 0 THEN s.quantity ELSE 0 END",
    )
    if originals[2]:
        loader.clone(
            "stock_move_line",
            originals[2],
            source,
            **TIMES,
            id=ids["line"],
            picking_id=ids["picking"],
            move_id=ids["move"],
            product_id="s.product",
            date="s.day + TIME '12:00'",
            quantity="s.quantity",
            quantity_product_uom="s.quantity",
        )
