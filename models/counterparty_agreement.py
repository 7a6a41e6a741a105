from odoo import api, models

_BLANKET = "blanket_order"
#: What decides with whom a blanket order is made, and whether it is.
_JUDGED = frozenset({"company_id", "requisition_type", "state", "vendor_id"})


class CounterpartyAgreement(models.AbstractModel):
    """Guards blanket orders where purchase agreements are installed, without depending on them.

    A blanket order promises to buy: it is confirmed with those alone that may be traded with.
    What is ordered under it are purchase orders, and judged as such.
    """

    _name = "counterparty.agreement"
    _description = "Counterparty Agreement"

    def _register_hook(self):
        """Have the agreements of this database, if it knows them, go through the gate."""
        super()._register_hook()
        if "purchase.requisition" not in self.env:
            return
        agreements = self.env.registry["purchase.requisition"]
        known_create, known_write = agreements.create, agreements.write
        if hasattr(known_write, "counterparty_guard"):
            return

        @api.model_create_multi
        def create(records, vals_list):
            created = known_create(records, vals_list)
            created.env["counterparty.agreement"]._judge(created)
            return created

        def write(records, vals):
            result = known_write(records, vals)
            if vals.keys() & _JUDGED:
                records.env["counterparty.agreement"]._judge(records)
            return result

        write.counterparty_guard = True
        agreements.create, agreements.write = create, write

    def _judge(self, agreements):
        """Refuse confirmed blanket orders with a vendor that may not be traded with."""
        gate = self.env["counterparty.gate"].sudo()
        confirmed = agreements.sudo().filtered(
            lambda a: a.requisition_type == _BLANKET and a.state == "confirmed" and a.vendor_id
        )
        for agreement in confirmed:
            pair = (agreement.vendor_id.commercial_partner_id.id, agreement.company_id.id)
            with gate._guard([pair], documents=agreement) as watch:
                watch.entered |= watch.before.keys() & {pair}
