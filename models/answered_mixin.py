from odoo import api, models
from odoo.exceptions import AccessError


class CounterpartyAnsweredMixin(models.AbstractModel):
    """What a workflow asks: people answer it, and nobody adds, edits or removes it."""

    _name = "counterparty.answered.mixin"
    _description = "Asked and Answered"

    #: What people write; the rest is the question.
    _answers = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_answered(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_answered([vals.keys() - self._answers])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_answered(self.ids)

    def _check_answered(self, changed):
        if any(changed) and not self.env.su:
            raise AccessError(self._answers_only())

    def _answers_only(self):
        """Return the text for whoever edits a question."""
        raise NotImplementedError
