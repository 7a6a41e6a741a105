from odoo import api, fields, models

from ..policy import review


class CounterpartyApplicationCheck(models.Model):
    """A further check of an application, answered by the office in the review (article 6 (4))."""

    _name = "counterparty.application.check"
    _description = "Further Check of an Application"
    _inherit = ["counterparty.answered.mixin", "counterparty.filed.mixin"]
    _order = "sequence, id"

    #: What the office writes; the rest is as the item said when the application was submitted.
    _answers = frozenset({"answer", "remark", "date", "attachment_ids"})

    application_id = fields.Many2one(
        "counterparty.application", required=True, readonly=True, ondelete="cascade", index=True
    )
    item_id = fields.Many2one(
        "counterparty.check.item", required=True, readonly=True, ondelete="restrict", index=True
    )
    name = fields.Char("Check", required=True, readonly=True, translate=True)
    sequence = fields.Integer(readonly=True)
    is_required = fields.Boolean("Must Be Answered", readonly=True)
    wants_date = fields.Boolean("With Date", readonly=True)
    wants_file = fields.Boolean("With Evidence", readonly=True)
    answer = fields.Selection(
        [
            (review.CLEAR, "Yes"),
            (review.FAILED, "No"),
            (review.NOT_APPLICABLE, "Not applicable"),
        ]
    )
    remark = fields.Char()
    date = fields.Date("Looked Up On")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_application_check_attachment_rel",
        string="Evidence",
        bypass_search_access=True,
    )

    def _answers_only(self):
        return self.env._("What is to be checked is answered, not edited.")

    @api.model
    def _follow(self, application):
        """Make the checks of an application those that apply now; what is answered stays."""
        items = self.env["counterparty.check.item"]._applicable(application)
        application.check_ids.filtered(
            lambda check: not check.answer and check.item_id not in items
        ).unlink()
        for item in items - application.check_ids.item_id:
            values = {
                "application_id": application.id,
                "item_id": item.id,
                "sequence": item.sequence,
                "is_required": item.is_required,
                "wants_date": item.wants_date,
                "wants_file": item.wants_file,
                "name": item.with_context(lang="en_US").name,
            }
            names = item._fields["name"]._get_stored_translations(item) or {}
            check = self.with_context(lang="en_US").create(values)
            check.update_field_translations("name", names)

    def _missing(self):
        """Return the texts of what a check still needs."""
        texts = self._texts()
        lacking = review.lacks(
            review.Check(
                self.is_required,
                self.wants_date,
                self.wants_file,
                self.answer or None,
                self.remark or "",
                bool(self.date),
                bool(self.attachment_ids),
            )
        )
        return [texts[name] for name in lacking]

    def _texts(self):
        _ = self.env._
        return {
            "answer": _("the answer to: %s", self.name),
            "date": _("%s: the day on which it was looked up", self.name),
            "file": _("%s: the evidence", self.name),
            "remark": _("%s: a remark that says why", self.name),
        }

    def _flag(self):
        """Return what the leadership reads of a check that failed."""
        return ": ".join(filter(None, (self.name, self.remark)))
