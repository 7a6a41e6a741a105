from odoo import fields, models


class CounterpartyOptionsMixin(models.AbstractModel):
    """What a company counts as funds occupied (articles 17 and 18)."""

    _name = "counterparty.options.mixin"
    _description = "Options of Funds Occupied"

    counterparty_count_deposit = fields.Boolean("Deduct Customer Deposits", default=True)
    counterparty_count_delivered_uninvoiced = fields.Boolean(
        "Count Delivered, Not Invoiced", default=True
    )
    counterparty_count_order_commitment = fields.Boolean("Count Open Sales Orders", default=True)
    counterparty_count_purchase_commitment = fields.Boolean(
        "Count Open Purchase Orders", default=True
    )
    counterparty_purchase_basis = fields.Selection(
        [("whole", "The whole order"), ("advance", "The advance share of its payment term")],
        "Open Purchase Orders Count With",
        required=True,
        default="whole",
    )
    counterparty_stock_mode = fields.Selection(
        [
            ("off", "Not counted"),
            ("dedicated", "Goods reserved beyond orders, and material at the party"),
            ("manual", "The register of dedicated stock"),
        ],
        "Stock Occupancy",
        required=True,
        default="dedicated",
    )
    counterparty_horizon_days = fields.Integer(
        "Credit Horizon (days)",
        help="Confirmed orders that are due later do not count yet. 0: all of them count.",
    )
    counterparty_commitment_untaxed = fields.Boolean(
        "Open Orders Without Tax", help="What is confirmed and not invoiced counts without tax."
    )
    counterparty_show_drafts = fields.Boolean(
        "Show Draft Invoices", help="Beside the funds occupied, of which they are no part."
    )
    counterparty_prepayment_account_ids = fields.Many2many(
        "account.account",
        "counterparty_company_prepayment_account_rel",
        string="Prepayment Accounts",
        help="Empty: all accounts of the type Prepayments.",
    )
    counterparty_deposit_account_ids = fields.Many2many(
        "account.account",
        "counterparty_company_deposit_account_rel",
        string="Customer Deposit Accounts",
        help="Empty: the accounts whose code begins with 2203.",
    )
    counterparty_count_notes = fields.Boolean("Count Notes Receivable", default=True)
    counterparty_note_account_ids = fields.Many2many(
        "account.account",
        "counterparty_company_note_account_rel",
        string="Note Accounts",
        help="Their balances count as receivables. Empty: the accounts whose code begins with "
        "1121, except those whose name says that a bank accepted the bills.",
    )
    counterparty_other_account_ids = fields.Many2many(
        "account.account",
        "counterparty_company_other_account_rel",
        string="Other Receivable Accounts",
        help="Their balances count as receivables, as 1221 for deposits that were paid. "
        "Empty: none.",
    )
