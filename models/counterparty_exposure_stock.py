from odoo import models
from odoo.tools import SQL


class CounterpartyExposureStock(models.AbstractModel):
    """The parts of the exposure statement that come from stock (article 17: 含库存占用), at cost.

    ``m`` is the table of the partners asked for.
    """

    _name = "counterparty.exposure.stock"
    _description = "Counterparty Exposure of Stock"

    def _parts(self, scope):
        """Return the parts that the company counts: dedicated goods, the register, or none."""
        if scope.settings["stock_mode"] == "manual":
            return [self._registered(scope)]
        if scope.settings["stock_mode"] == "off":
            return []
        held = [self._held(scope)] if scope.settings["held"] else []
        return [self._reserved(scope), *held]

    def _reserved(self, scope):
        """Goods set aside for a party without an order, or beyond what its order counts."""
        source = SQL(
            """
            SELECT s.*, ROUND(s.cost * s.reserved * GREATEST(s.line_reserved - s.line_open, 0)
                              / NULLIF(s.line_reserved, 0), %s) AS amount
              FROM (%s) s""",
            scope.settings["digits"],
            self._reservations(scope),
        )
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            {"stock": SQL("amount")},
            kind=SQL("'move'"),
            record_id=SQL("id"),
            date=SQL("date"),
            name=SQL("reference"),
        )

    def _reservations(self, scope):
        """Reserved moves to customers, in the unit of the product, and what their line has open."""
        return SQL(
            """
            SELECT m.cp, sm.company_id, sm.id, sm.date, sm.reference, q.reserved,
                   SUM(q.reserved) OVER (PARTITION BY COALESCE(sm.sale_line_id, -sm.id))
                   AS line_reserved,
                   COALESCE((
                       SELECT GREATEST(sol.product_uom_qty - sol.qty_delivered, 0) * q.factor
                              * CASE WHEN sol.product_uom_id = sm.product_uom THEN 1 ELSE (
                                  SELECT ordered.factor / moved.factor
                                    FROM uom_uom ordered, uom_uom moved
                                   WHERE ordered.id = sol.product_uom_id
                                     AND moved.id = sm.product_uom) END
                         FROM sale_order_line sol
                        WHERE sol.id = sm.sale_line_id AND sol.state = 'sale'), 0) AS line_open,
                   COALESCE((pp.standard_price ->> sm.company_id::text)::numeric, 0) AS cost
              FROM m
              JOIN stock_move sm ON sm.partner_id = m.id
              JOIN product_product pp ON pp.id = sm.product_id
             CROSS JOIN LATERAL (
                SELECT sm.quantity * f.factor AS reserved, f.factor
                  FROM (SELECT COALESCE(sm.product_qty / NULLIF(sm.product_uom_qty, 0), 1)
                               AS factor) f) q
             WHERE sm.state IN ('assigned', 'partially_available')
               AND sm.location_dest_id = ANY(
                   ARRAY(SELECT id FROM stock_location WHERE usage = 'customer'))
               AND sm.company_id = ANY(%s)""",
            scope.companies,
        )

    def _held(self, scope):
        """Our material at the location of a party, as of a subcontractor."""
        source = SQL(
            """
            SELECT own.cp, quant.company_id, quant.id, quant.in_date, loc.complete_name,
                   ROUND(quant.quantity * COALESCE(
                       (pp.standard_price ->> quant.company_id::text)::numeric, 0), %(digits)s)
                   AS amount
              FROM (VALUES %(held)s) own(cp, location_id)
              JOIN m ON m.id = own.cp
              JOIN stock_location base ON base.id = own.location_id
              JOIN stock_location loc ON STARTS_WITH(loc.parent_path, base.parent_path)
              JOIN stock_quant quant ON quant.location_id = loc.id
              JOIN product_product pp ON pp.id = quant.product_id
              JOIN res_company company ON company.id = quant.company_id
             WHERE quant.company_id = ANY(%(companies)s) AND quant.quantity > 0
               AND (quant.owner_id IS NULL OR quant.owner_id = company.partner_id)""",
            digits=scope.settings["digits"],
            held=SQL(", ").join(SQL("(%s, %s)", *pair) for pair in scope.settings["held"]),
            companies=scope.companies,
        )
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            {"stock": SQL("amount")},
            kind=SQL("'quant'"),
            record_id=SQL("id"),
            date=SQL("in_date"),
            name=SQL("complete_name"),
        )

    def _registered(self, scope):
        """Stock at the party's disposal as finance registered it by hand."""
        source = SQL(
            """
            SELECT m.cp, entry.company_id, entry.id, entry.date_from, entry.date_to, entry.name,
                   entry.amount
              FROM m
              JOIN counterparty_stock_entry entry ON entry.partner_id = m.id
             WHERE entry.company_id = ANY(%s) AND entry.date_from <= %s
               AND (entry.date_to IS NULL OR entry.date_to >= %s)""",
            scope.companies,
            scope.today,
            scope.today,
        )
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            {"stock": SQL("amount")},
            kind=SQL("'register'"),
            record_id=SQL("id"),
            date=SQL("date_from"),
            date_due=SQL("date_to"),
            name=SQL("name"),
        )
