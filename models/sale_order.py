from contextlib import contextmanager, nullcontext

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.http import request

from ..exceptions import CounterpartyRefusalError
from ..policy import orders
from ..policy.exposure import Components
from .gated_line_mixin import CounterpartyGatedLineMixin


class SaleOrder(models.Model):
    """Sales under counterparty control: the debtor is the invoiced party."""

    _name = "sale.order"
    _inherit = ["sale.order", "counterparty.gated.mixin"]

    _counterparty_confirmed_state = "sale"
    _counterparty_field = _hold_field = "sale_order_id"
    _counterparty_done = "qty_delivered"

    @api.depends(
        "partner_id", "partner_invoice_id", "company_id", "payment_term_id", "amount_total", "state"
    )
    @api.depends_context("uid", "lang")
    def _compute_counterparty_summary(self):
        return super()._compute_counterparty_summary()

    def action_confirm(self):
        is_caught = self.env.context.get("counterparty_hold")  # by who called, and tells of it
        mails = self.env.context.get("send_email")
        accepted = self if not is_caught and self._counterparty_is_accepted() else self.browse()
        orders, result = self.with_context(send_email=False) if mails else self, True
        with (
            accepted._counterparty_accepting() if accepted else nullcontext(),
            self._counterparty_guarded({"state": "sale"}),
        ):
            result = super(SaleOrder, orders).action_confirm()
        accepted._counterparty_ask()
        if mails and not is_caught:  # nobody is told of an order before it has passed
            self._counterparty_is_confirmed()._send_order_confirmation_mail()
        return result

    def _validate_order(self):
        catching = self.with_context(counterparty_hold=True)
        result = None
        with self._counterparty_accepting():
            result = super(SaleOrder, catching)._validate_order()
        self._counterparty_ask()
        self._counterparty_is_confirmed()._send_order_confirmation_mail()
        return result

    def _create_invoices(self, *args, **kwargs):
        """Other modules invoice what a customer has just accepted: nothing, as long as it waits."""
        held = self.sudo().filtered("counterparty_is_held") if self.env.su else self.browse()
        if self and self == held.with_env(self.env):
            return self.env["account.move"]
        return super()._create_invoices(*args, **kwargs)

    def _counterparty_is_accepted(self):
        """Tell whether a customer confirms, and not a person of ours who could read a refusal."""
        if request:
            return not request.env.user._is_internal()
        return self.env.uid == SUPERUSER_ID and any(
            transaction.state in ("pending", "authorized", "done")
            and not transaction.is_post_processed
            for transaction in self.sudo().transaction_ids
        )

    def _counterparty_notice(self):
        return self.env["counterparty.wording"]._notice()

    @contextmanager
    def _counterparty_accepting(self):
        """A customer accepts: what the policy refuses is undone as a whole, and held instead."""
        try:
            with self.env.cr.savepoint():
                yield
        except CounterpartyRefusalError:
            orders = self.filtered(lambda order: order.state in ("draft", "sent"))
            orders._counterparty_keep()

    def _counterparty_keep(self):
        """Hold what a customer accepted; it is no cart and no draft any more."""
        orders = self.sudo().with_context(tracking_disable=True)
        orders.filtered(lambda order: order.state == "draft").action_quotation_sent()
        self._counterparty_mark_held()

    def _counterparty_confirm_held(self):
        """Confirm for the company what a customer accepted, who gets the usual mail."""
        order = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        accepted = bool(order.signature or order.transaction_ids)
        order.with_context(send_email=accepted).action_confirm()

    def _counterparty_parties(self):
        debtor = (self.partner_invoice_id or self.partner_id).commercial_partner_id
        return debtor, self.company_id, self.partner_id.commercial_partner_id

    def _counterparty_components(self, amount):
        advance = amount * self._counterparty_share("advance", 0.0)
        uncounted = (amount - advance) * (1.0 - self._counterparty_counted())
        return Components(order_open=amount, order_advance=advance, order_uncounted=uncounted)

    def _counterparty_due(self):
        return self.commitment_date or self.date_order

    def _counterparty_role(self):
        return "customer"


class SaleOrderLine(models.Model):
    """Lines of confirmed sales are guarded like their order."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "counterparty.gated.line.mixin"]

    _counterparty_figures = CounterpartyGatedLineMixin._counterparty_figures | {
        "qty_delivered_method"
    }
    _counterparty_quantity = "product_uom_qty"

    counterparty_party_id = fields.Many2one(
        "res.partner",
        "Party of What Is Open",
        compute="_compute_counterparty_party_id",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
        help="On lines with something open, so that they are found among all that was ever sold.",
    )

    @api.depends(
        "state",
        "display_type",
        "product_uom_qty",
        "qty_delivered",
        "qty_invoiced_posted",
        "price_subtotal",
        "untaxed_amount_invoiced",
        "order_id.partner_invoice_id",
    )
    def _compute_counterparty_party_id(self):
        for line in self:
            known = orders.SaleLine(
                line.state == "sale",
                line.product_uom_qty,
                line.qty_delivered,
                line.qty_invoiced_posted,
                line.price_subtotal,
                line.untaxed_amount_invoiced,
            )
            is_open = not line.display_type and known.is_open(line.currency_id.rounding or 0.01)
            line.counterparty_party_id = is_open and line.order_id.partner_invoice_id

    def write(self, vals):
        self._counterparty_check_delivered(vals)
        return super().write(vals)

    def _counterparty_check_delivered(self, vals):
        """What the transfer counted, or a cancelled order delivered, is not written down by hand.

        Nor does a confirmed line become a down payment, since those count for nothing.
        """
        if self.env.su or not vals.keys() & {"is_downpayment", "qty_delivered"}:
            return
        for line in self:
            moved = line.qty_delivered_method == "stock_move" or line.state == "cancel"
            more = vals.get("qty_delivered", line.qty_delivered) - line.qty_delivered
            if moved and more * (line.price_unit or 1.0) < 0.0:
                raise AccessError(
                    self.env._("What is delivered is booked with the transfer, not on the line.")
                )
            drafted = line.state in ("draft", "sent") or line.is_downpayment
            if vals.get("is_downpayment") and not drafted:
                raise AccessError(self.env._("A line does not become a down payment later."))
