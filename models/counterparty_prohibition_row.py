from odoo import fields, models

from ..policy import relisting


class CounterpartyProhibitionRow(models.Model):
    """A line of a version of the prohibited list, or an entry left out, and what it changes."""

    _name = "counterparty.prohibition.row"
    _description = "Line of a Prohibited List"
    _order = "change_order, line, id"
    _log_access = False

    version_id = fields.Many2one(
        "counterparty.prohibition.version", required=True, ondelete="cascade", index=True
    )
    line = fields.Integer("Line in the File", aggregator=None)
    change = fields.Selection(
        [
            ("error", "Error"),
            (relisting.ADDED, "Added"),
            (relisting.CHANGED, "Changed"),
            (relisting.REMOVED, "Removed"),
            (relisting.UNCHANGED, "Unchanged"),
        ],
        required=True,
        index=True,
    )
    change_order = fields.Integer(aggregator=None)
    name = fields.Char(index="trigram")
    former_names = fields.Text()
    codes = fields.Text()
    reason = fields.Text()
    document_number = fields.Char("Document No.")
    date_from = fields.Date("Valid From")
    date_to = fields.Date("Valid To")
    errors = fields.Text()
    remarks = fields.Text()
    differences = fields.Text()
    prohibition_id = fields.Many2one(
        "counterparty.prohibition",
        "Entry",
        index="btree_not_null",
        help="The entry that the line continues, changes, ends or made.",
    )
