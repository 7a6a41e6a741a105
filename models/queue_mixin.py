from odoo import models
from odoo.exceptions import UserError


class CounterpartyQueueMixin(models.AbstractModel):
    """What can be done with the documents of the queue, from the list and from the form."""

    _name = "counterparty.queue.mixin"
    _description = "Queue of Documents"

    def action_step(self, name, comment=None):
        """Take a step of the exceptions of the documents, in the name of who is responsible.

        :param name: ``approve``, ``reject`` or ``ask_back``, or ``end_hold`` of the forced holds
        :return: the queue, since what is decided stands in it no longer
        """
        self.check_access("read")
        workflow = self.env["counterparty.hold" if name == "end_hold" else "counterparty.override"]
        step = workflow._find_step(name)
        if step.needs_reason and not (comment or "").strip():
            return workflow._action_ask_reason(step, self)
        for row in self:
            record = row._hold() if name == "end_hold" else row._exception()
            record.action_step(name, comment)
        action = "counterparty_control.counterparty_held_action"
        return {**self.env["ir.actions.act_window"]._for_xml_id(action), "target": "main"}

    def action_release(self, comment=None):
        """Release the documents, each by its own exception."""
        return self.action_step("approve", comment)

    def action_reject(self, comment=None):
        """Reject, with a reason: the documents wait no longer."""
        return self.action_step("reject", comment)

    def action_ask_back(self, comment=None):
        """Ask who is responsible, with a question."""
        return self.action_step("ask_back", comment)

    def action_open_document(self):
        """Open the order."""
        self.ensure_one()
        self.check_access("read")
        return self._document().with_env(self.env)._get_records_action()

    def action_open_override(self):
        """Open the exception that was asked for."""
        self.ensure_one()
        return self.override_id._get_records_action()

    def action_hold(self):
        """Ask for the reason of a forced hold of the document."""
        self.ensure_one()
        self.check_access("read")
        return self._document().with_env(self.env).action_counterparty_hold()

    def action_end_hold(self, comment=None):
        """End the forced hold of the document, with a reason."""
        return self.action_step("end_hold", comment)

    def _document(self):
        return self._documents()[self]

    def _documents(self):
        """Return ``{row: order}`` as superuser, to be read all at once."""
        ids = {}
        for row in self:
            ids.setdefault(row.record_model, []).append(row.record_id)
        return {
            row: self.env[row.record_model]
            .sudo()
            .browse(row.record_id)
            .with_prefetch(ids[row.record_model])
            for row in self
        }

    def _hold(self):
        """Return the forced hold of the document."""
        domain = [(self._document()._counterparty_field, "=", self.record_id)]
        return self.env["counterparty.hold"].search([*domain, ("state", "=", "active")], limit=1)

    def _exception(self):
        """Return the exception to decide on; without a request, one of who is responsible."""
        found = self.sudo().override_id
        if found.state not in ("submitted", "returned"):
            found = self._request()
        return found.with_env(self.env)

    def _request(self):
        order = self._document()
        responsible = self.user_id or self.sudo().profile_id.responsible_id
        if not responsible:
            raise UserError(
                self.env._("Nobody is responsible for %s. Please name a salesperson.", self.name)
            )
        exceptions = self.env["counterparty.override"].sudo()
        exception = exceptions.create(
            {
                order._counterparty_field: order.id,
                "applicant_id": responsible.id,
                "reason": self.env._("It was held without a request."),
                "plan": self.env._("None was given: it was held without a request."),
            }
        )
        exception._enter()
        return exception
