from odoo import api, models

_BLANKET = "blanket_order"
#: What decides with whom a blanket order is made, and whether it is.
_JUDGED = frozenset({"company_id", "requisition_type", "state", "vendor_id"})


class _Guarded:
    """What a purchase agreement does besides, where there are any: not a model of its own."""

    __slots__ = ()
    _inherits = {}
    _depends = {}

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        self.env["counterparty.agreement"]._judge(agreements)
        return agreements

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & _JUDGED:
            self.env["counterparty.agreement"]._judge(self)
        return result


class CounterpartyAgreement(models.AbstractModel):
    """Guards blanket orders where purchase agreements are installed, without depending on them.

    A blanket order promises to buy: it is confirmed with those alone that may be traded with.
    What is ordered under it are purchase orders, and judged as such.
    """

    _name = "counterparty.agreement"
    _description = "Counterparty Agreement"

    def _register_hook(self):
        """Have the agreements of this database, if it knows them, go through the gate.

        As a base class, which stays when automation rules take their own patches back.
        """
        super()._register_hook()
        agreements = self.env.registry.get("purchase.requisition")
        if agreements and _Guarded not in agreements._base_classes__:
            agreements._base_classes__ = (_Guarded, *agreements._base_classes__)
            agreements.__bases__ = agreements._base_classes__

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
