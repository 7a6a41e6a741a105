import logging

import psycopg2

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

_MODELS = ("sale.order", "purchase.order")


class CounterpartyRecheck(models.AbstractModel):
    """Tests held orders again: when something made room, and every hour for what the day changes.

    First come, first served: the room of an order that has waited longer is not given to another.
    """

    _name = "counterparty.recheck"
    _description = "Test of Held Orders"

    @api.model
    def _notice(self, partner_ids=None):
        """Have held orders tested again after the commit; one query where none is waiting.

        :param partner_ids: commercial partners with more room than before, or None: all of them
        """
        if (partner_ids is None or partner_ids) and self._is_awaited(partner_ids):
            self.env.ref("counterparty_control.cron_retest").sudo()._trigger()

    def _is_awaited(self, partner_ids):
        """Tell whether an order waits for room of one of the parties, or of their groups."""
        for name in _MODELS:
            self.env[name].flush_model(["counterparty_is_held"])
        held = SQL(
            "SELECT partner_id, partner_invoice_id, company_id FROM sale_order"
            " WHERE counterparty_is_held IS TRUE UNION ALL"
            " SELECT partner_id, partner_id, company_id FROM purchase_order"
            " WHERE counterparty_is_held IS TRUE"
        )
        if partner_ids is None:
            return bool(self.env.execute_query(SQL("%s LIMIT 1", held)))
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT FROM (%s) held
                      JOIN res_partner c ON c.id IN (held.partner_id, held.partner_invoice_id)
                      LEFT JOIN counterparty_profile own
                        ON own.partner_id = c.commercial_partner_id
                       AND own.company_id = held.company_id
                      LEFT JOIN counterparty_profile mate ON mate.group_id = own.group_id
                     WHERE c.commercial_partner_id = ANY(%s) OR mate.partner_id = ANY(%s)
                     LIMIT 1""",
                    held,
                    list(partner_ids),
                    list(partner_ids),
                )
            )
        )

    @api.model
    def _cron_retest(self):
        """Test all held orders, tell who is responsible, and confirm where the company wants it."""
        cron, ready = self.env["ir.cron"], []
        try:
            ready = self._retest()
            self.env.cr.flush()
        except psycopg2.OperationalError:  # somebody is writing one of them: once more, soon
            self.env.cr.rollback()
            self._notice()
        waiting = [(order, case) for order, case in ready if order._counterparty_is_automatic()]
        seconds = cron._commit_progress(remaining=len(waiting))
        for left, (order, case) in reversed(list(enumerate(reversed(waiting)))):
            if not seconds:
                return
            try:
                self._confirm(order, case)
            except psycopg2.OperationalError:  # somebody else is at it; the next run sees to it
                self.env.cr.rollback()
                self._notice()
            seconds = cron._commit_progress(1, remaining=left)

    def _retest(self):
        """Test held orders, the oldest first, and return ``[(order, case of its debtor)]`` of
        those that can be confirmed.
        """
        held = [order for name in _MODELS for order in self._held(name)]
        held.sort(key=lambda order: order.counterparty_held_since or order.create_date)
        ready = []
        for order, cases in self.env["counterparty.trial"]._in_turn(held):
            reasons = {reason.value for case in cases for reason in case.verdict.reasons}
            passes = not reasons or not order.company_id._counterparty_blocks()
            order._counterparty_follow(passes, reasons)
            if passes:
                debtor = order._counterparty_parties()[0]
                ready.append((order, next(c for c in cases if c.partner == debtor)))
        return ready

    def _held(self, name):
        waiting = [("counterparty_is_held", "=", True), ("state", "in", ("draft", "sent"))]
        return self.env[name].search(waiting, order="id")

    def _confirm(self, order, case):
        """Confirm an order that waited for money alone, through the gate as anybody would."""
        waited_for = order.counterparty_held_reasons
        try:
            with self.env.cr.savepoint():
                order._counterparty_confirm_held()
        except UserError as error:  # a person sees to it: it is marked as ready
            _logger.info("%s is ready and was not confirmed: %s", order.display_name, error)
            return
        if not order._counterparty_is_confirmed():
            return
        recorder = self.env["counterparty.recorder"]
        values = recorder._decision_values([case._replace(documents=order)], "confirmed")
        self.env["counterparty.decision"]._record([{**values[0], "reasons": waited_for}])
        order.with_user(SUPERUSER_ID).message_post(
            body=self.env._("There is room: the order was held and has been confirmed."),
            partner_ids=order._counterparty_responsible().partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
