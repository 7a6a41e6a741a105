from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import approval

_COUNTS = ("added", "changed", "removed", "unchanged", "error")


class CounterpartyProhibitionVersion(models.Model):
    """A version of the group's prohibited list: read, compared, and put in force at once."""

    _name = "counterparty.prohibition.version"
    _description = "Version of the Prohibited List"
    _inherit = [
        "counterparty.prohibition.sheet.mixin",
        "counterparty.prohibition.changes.mixin",
        "counterparty.approval.mixin",
    ]
    _order = "id desc"

    _steps = approval.PROHIBITION_VERSION
    _workflow_fields = frozenset(
        {
            "name",
            "state",
            "imported_by_id",
            "imported_on",
            "row_ids",
            "hit_count",
            *(f"{name}_count" for name in _COUNTS),
        }
    )
    _open_fields = {"draft": "all"}

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    document_number = fields.Char("Document No.", help="Number of the group's circular.")
    date_from = fields.Date("Valid From", required=True, default=fields.Date.context_today)
    file = fields.Binary("Workbook (.xlsx)", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    ends_manual = fields.Boolean(
        "Also End Entries Kept by Hand",
        help="Otherwise entries that the office made itself stay beside the list.",
    )
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("in_force", "In Force"),
            ("replaced", "Replaced"),
            ("discarded", "Discarded"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    imported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    imported_on = fields.Datetime(readonly=True, copy=False)
    row_ids = fields.One2many("counterparty.prohibition.row", "version_id", readonly=True)
    entry_ids = fields.One2many("counterparty.prohibition", "version_id", readonly=True)
    added_count = fields.Integer("Added", readonly=True, copy=False)
    changed_count = fields.Integer("Changed", readonly=True, copy=False)
    removed_count = fields.Integer("Removed", readonly=True, copy=False)
    unchanged_count = fields.Integer("Unchanged", readonly=True, copy=False)
    error_count = fields.Integer("Errors", readonly=True, copy=False)
    hit_count = fields.Integer("Hits Found", readonly=True, copy=False)
    manual_count = fields.Integer("Kept by Hand", compute="_compute_manual_count")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")

    @api.depends("state")
    def _compute_manual_count(self):
        kept = [("version_id", "=", False), ("ended_version_id", "=", False)]
        count = self.env["counterparty.prohibition"].search_count(kept)
        for version in self:
            version.manual_count = count

    def _compute_company_id(self):
        self.company_id = False  # the list is one for all companies

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        for version in versions.sudo():
            version.name = self.env["ir.sequence"].next_by_code("counterparty.prohibition.version")
        versions.filtered("file")._read()
        return versions

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"file", "ends_manual", "document_number", "date_from"}:
            self._read()
        return result

    def action_read(self):
        """Read the file again and compare it with the list that is in force now."""
        self.check_access("write")
        for version in self:
            version._check_frozen({"file"})
            if not version.file:
                raise UserError(self.env._("Please upload the workbook first."))
        self._read()

    def action_template(self):
        """Download an empty list with the headings."""
        return {
            "type": "ir.actions.act_url",
            "url": "/counterparty_control/static/xls/prohibited_list.xlsx",
            "target": "download",
        }

    def action_put_in_force(self):
        """Replace the list in force, as shown, and compare everybody with the new one."""
        return self.action_step("put_in_force")

    def action_discard(self):
        """Drop a list that was only looked at."""
        return self.action_step("discard")

    def action_open_rows(self):
        """Open the lines, to search in them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "counterparty_control.counterparty_prohibition_row_action"
        )
        return {**action, "domain": [("version_id", "=", self.id)]}

    def action_open_hits(self):
        """Open the hits on entries that came with the list."""
        self.ensure_one()
        entries = self.entry_ids.with_context(active_test=False)
        return entries.action_open_hits()

    def _read(self):
        """Show what the files hold and change; nothing of the list in force is touched."""
        for version in self.sudo():
            version.row_ids.unlink()
            rows = version._read_sheet(version.file) if version.file else []
            version.row_ids.create(version._plan(rows) if rows else [])
            version.write(
                {
                    f"{name}_count": len(version.row_ids.filtered(lambda r, n=name: r.change == n))
                    for name in _COUNTS
                }
            )

    def _missing(self):
        _ = self.env._
        missing = [] if self.row_ids else [_("the workbook")]
        if self.error_count:
            missing.append(
                _("%s lines with errors, to be mended in the file and read again", self.error_count)
            )
        return missing

    def _check_step(self, step, comment):
        result = super()._check_step(step, comment)
        if step.name == "put_in_force":
            missing = self._missing()
            if missing:
                text = self.env._("%s cannot be put in force yet:", self.display_name)
                raise UserError("\n- ".join([text, *missing]))
            self.sudo()._check_unchanged()
        return result

    def _step_values(self, step, comment):
        if step.name != "put_in_force":
            return {}
        return {"imported_by_id": self.env.user.id, "imported_on": fields.Datetime.now()}

    def _after_step(self, step, comment):
        if step.name != "put_in_force":
            return
        self.search([("state", "=", "in_force"), ("id", "!=", self.id)]).write(
            {"state": "replaced"}
        )
        self._carry_out()
        self.env["counterparty.screening"]._compare_everyone()
        self.hit_count = self.env["counterparty.prohibition.hit"].search_count(
            [("prohibition_id.version_id", "=", self.id), ("state", "!=", "lapsed")]
        )

    def _applicant(self):
        return self.env["res.users"]

    def _decision_partner(self):
        return self.env["res.partner"]

    def _decision_department(self):
        return self.env["hr.department"]

    def _decision_facts(self):
        return {f"{name}_count": self[f"{name}_count"] for name in _COUNTS}
