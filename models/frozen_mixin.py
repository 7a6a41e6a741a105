from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

_FREE = frozenset({"message_follower_ids", "message_partner_ids", "activity_ids", "message_ids"})
#: In ``_open_fields``: all but the review, for the applicant alone.
OWN = "own"


class CounterpartyFrozenMixin(models.AbstractModel):
    """What a client may write on a document of a workflow, and when it is frozen.

    The workflow itself, and the migration of data, write in superuser mode.
    """

    _name = "counterparty.frozen.mixin"
    _description = "Counterparty Document"

    #: Fields that only the workflow writes.
    _workflow_fields = frozenset()
    #: Fields of the review: never written by the applicant, and not before the review.
    _review_fields = frozenset()
    #: Fields that each state leaves open: a set, ``"all"`` or ``OWN``; others are frozen there.
    _open_fields = {}

    @api.model
    def default_get(self, fields):
        return super(CounterpartyFrozenMixin, self._without_workflow_defaults()).default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            reviewed = {name for name in self._review_fields if vals.get(name)}
            self._check_workflow_fields(self._workflow_fields & vals.keys() | reviewed)
        return super(CounterpartyFrozenMixin, self._without_workflow_defaults()).create(vals_list)

    def write(self, vals):
        self._check_workflow_fields(self._workflow_fields & vals.keys())
        if not self.env.su:
            self._check_frozen(vals.keys() - _FREE)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(record.state != "draft" for record in self):
            raise UserError(
                self.env._("Only drafts can be deleted; what was submitted stays on record.")
            )

    @api.model
    def _without_workflow_defaults(self):
        """Drop what a client would set through ``default_*`` context keys."""
        barred = {f"default_{name}" for name in self._workflow_fields | self._review_fields}
        if self.env.su or not barred & self.env.context.keys():
            return self
        kept = {key: value for key, value in self.env.context.items() if key not in barred}
        return self.with_env(self.env(context=kept))

    @api.model
    def _check_workflow_fields(self, names):
        if names and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(fields)s can only be changed by the steps of the workflow.",
                    fields=format_list(
                        self.env,
                        [self._fields[f]._description_string(self.env) for f in sorted(names)],
                    ),
                )
            )

    def _check_frozen(self, names):
        """Raise if the current user may not write these fields in the state of the record."""
        for record in self if names else ():
            if names <= record._writable(names):
                continue
            if record.state == "draft":
                raise UserError(
                    self.env._(
                        "%s is a draft: its applicant edits it, and the office reviews it later.",
                        record.display_name,
                    )
                )
            raise UserError(
                self.env._("%s was submitted and can no longer be edited.", record.display_name)
            )

    def _writable(self, names):
        """Return those of the fields that the current user may write now."""
        writable = self._open_fields.get(self.state, frozenset())
        own = self.env.user in self._applicant()
        if writable == "all":
            return names
        if writable == OWN:
            return names - self._review_fields if own else frozenset()
        return writable - self._review_fields if own else writable
