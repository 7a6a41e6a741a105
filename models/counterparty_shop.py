from odoo import models

_NAME = "counterparty_control.shop_confirmation"

#: What the confirmation page of the online shop says of an order that is held.
_ARCH = """
<data inherit_id="website_sale.confirmation">
    <xpath expr="//t[@t-set='additional_title']" position="after">
        <t t-if="order.sudo().counterparty_is_held" t-set="additional_title"
            t-value="order._counterparty_notice()"/>
    </xpath>
    <xpath expr="//div[@id='order_name']" position="after">
        <div t-if="order.sudo().counterparty_is_held" class="alert alert-info" role="status"
            name="counterparty_processing"><t t-out="order._counterparty_notice()"/></div>
    </xpath>
</data>
"""


class CounterpartyShop(models.AbstractModel):
    """Adds the notice to the online shop wherever that is installed, before or after this addon.

    The shop is no dependency, so its page cannot be extended in a file of this addon.
    """

    _name = "counterparty.shop"
    _description = "Online Shop Under Counterparty Control"

    def _register_hook(self):
        result = super()._register_hook()
        page = self.env.ref("website_sale.confirmation", raise_if_not_found=False)
        if page:
            self._extend(page)
        return result

    def _extend(self, page):
        """Create the extension of the page, or bring it up to date."""
        view = self.env.ref(_NAME, raise_if_not_found=False)
        if view:
            if view.arch_db.strip() != _ARCH.strip():
                view.arch_db = _ARCH
            return
        values = {
            "name": _NAME,
            "type": "qweb",
            "mode": "extension",
            "inherit_id": page.id,
            "arch_db": _ARCH,
            "key": _NAME,
        }
        data = {"xml_id": _NAME, "values": values, "noupdate": True}
        self.env["ir.ui.view"]._load_records([data])
