from .workflow_common import WorkflowCommon

CONFIRM = {"sale.order": "action_confirm", "purchase.order": "button_confirm"}


class OverrideCommon(WorkflowCommon):
    """Refused orders, exceptions for them, and forced holds, as clients make them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)
        cls.overrides = cls.env["counterparty.override"]

    def _ask(self, order, user=None, submit=True, **values):
        """Ask for an exception as a client of the user does in the dialog."""
        values = {
            order._counterparty_field: order.id,
            "reason": "A good customer.",
            "plan": "Two payments in four weeks.",
            **values,
        }
        user = user or (self.salesman if order._name == "sale.order" else self.buyer)
        override = self.overrides.browse(self._call(user, self.overrides, "create", [values]))
        if submit:
            self._call(user, override, "action_submit")
        return override

    def _release(self, order, user=None, **values):
        override = self._ask(order, **values)
        self._call(user or self.leader, override, "action_approve")
        return override

    def _confirm(self, order, user=None):
        user = user or (self.salesman if order._name == "sale.order" else self.buyer)
        return self._call(user, order, CONFIRM[order._name])

    def _cannot_confirm(self, order, contains=""):
        user = self.salesman if order._name == "sale.order" else self.buyer
        return self._refused(user, order, CONFIRM[order._name], contains=contains)

    def _price(self, order, price):
        return self._call(self.salesman, order.order_line, "write", {"price_unit": price})

    def _stop(self, subject, user=None, reason="A lawsuit is under way."):
        """Put an order or a ledger row on forced hold."""
        model = self.env["counterparty.hold"]
        values = {subject._hold_field: subject.id, "reason": reason}
        return model.browse(self._call(user or self.accountant, model, "create", [values]))

    def _row(self, order):
        """The entry of an order in the queue, as superuser sees it."""
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("record_model", "=", order._name), ("record_id", "=", order.id)]
        return self.env["counterparty.held"].search(domain)
