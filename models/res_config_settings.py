from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of counterparty control, all of them per company."""

    _inherit = "res.config.settings"

    counterparty_mode = fields.Selection(related="company_id.counterparty_mode", readonly=False)
    counterparty_delivery_mode = fields.Selection(
        related="company_id.counterparty_delivery_mode", readonly=False, required=True
    )
    counterparty_enforce_from = fields.Date(
        related="company_id.counterparty_enforce_from", readonly=False
    )
    counterparty_confirm_held = fields.Boolean(
        related="company_id.counterparty_confirm_held", readonly=False
    )
    counterparty_count_deposit = fields.Boolean(
        related="company_id.counterparty_count_deposit", readonly=False
    )
    counterparty_count_delivered_uninvoiced = fields.Boolean(
        related="company_id.counterparty_count_delivered_uninvoiced", readonly=False
    )
    counterparty_stock_mode = fields.Selection(
        related="company_id.counterparty_stock_mode", readonly=False
    )
    counterparty_horizon_days = fields.Integer(
        related="company_id.counterparty_horizon_days", readonly=False
    )
    counterparty_commitment_untaxed = fields.Boolean(
        related="company_id.counterparty_commitment_untaxed", readonly=False
    )
    counterparty_show_drafts = fields.Boolean(
        related="company_id.counterparty_show_drafts", readonly=False
    )
    counterparty_count_order_commitment = fields.Boolean(
        related="company_id.counterparty_count_order_commitment", readonly=False
    )
    counterparty_count_purchase_commitment = fields.Boolean(
        related="company_id.counterparty_count_purchase_commitment", readonly=False
    )
    counterparty_purchase_basis = fields.Selection(
        related="company_id.counterparty_purchase_basis", readonly=False
    )
    counterparty_prepayment_account_ids = fields.Many2many(
        related="company_id.counterparty_prepayment_account_ids", readonly=False
    )
    counterparty_deposit_account_ids = fields.Many2many(
        related="company_id.counterparty_deposit_account_ids", readonly=False
    )
    counterparty_note_account_ids = fields.Many2many(
        related="company_id.counterparty_note_account_ids", readonly=False
    )
    counterparty_count_notes = fields.Boolean(
        related="company_id.counterparty_count_notes", readonly=False
    )
    counterparty_other_account_ids = fields.Many2many(
        related="company_id.counterparty_other_account_ids", readonly=False
    )
    counterparty_licence_warning_days = fields.Integer(
        related="company_id.counterparty_licence_warning_days", readonly=False
    )
    counterparty_licence_grace_days = fields.Integer(
        related="company_id.counterparty_licence_grace_days", readonly=False
    )
    counterparty_overdue_grace_days = fields.Integer(
        related="company_id.counterparty_overdue_grace_days", readonly=False
    )
    counterparty_temporary_percent = fields.Float(
        related="company_id.counterparty_temporary_percent", readonly=False
    )
    counterparty_temporary_days = fields.Integer(
        related="company_id.counterparty_temporary_days", readonly=False
    )
    counterparty_parent_id = fields.Many2one(
        related="company_id.counterparty_parent_id", readonly=False
    )
    counterparty_report_scope = fields.Selection(
        related="company_id.counterparty_report_scope", readonly=False
    )
    counterparty_report_days = fields.Integer(
        related="company_id.counterparty_report_days", readonly=False
    )
    counterparty_override_days = fields.Integer(
        related="company_id.counterparty_override_days", readonly=False
    )
    counterparty_override_tolerance = fields.Float(
        related="company_id.counterparty_override_tolerance", readonly=False
    )
    counterparty_wind_down_days = fields.Integer(
        related="company_id.counterparty_wind_down_days", readonly=False
    )
    counterparty_review_days = fields.Integer(
        related="company_id.counterparty_review_days", readonly=False
    )
    counterparty_admit_roles = fields.Boolean(
        related="company_id.counterparty_admit_roles", readonly=False
    )
    counterparty_scope_category_ids = fields.Many2many(
        related="company_id.counterparty_scope_category_ids", readonly=False
    )
    counterparty_supplier_assessment = fields.Boolean(
        related="company_id.counterparty_supplier_assessment", readonly=False
    )
    counterparty_corrective_mode = fields.Selection(
        related="company_id.counterparty_corrective_mode", readonly=False, required=True
    )
    counterparty_contract_mode = fields.Selection(
        related="company_id.counterparty_contract_mode", readonly=False, required=True
    )
    counterparty_contract_amount = fields.Monetary(
        related="company_id.counterparty_contract_amount",
        readonly=False,
        currency_field="company_currency_id",
    )
