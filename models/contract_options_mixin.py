from odoo import fields, models

from ..policy import contract


class CounterpartyContractOptionsMixin(models.AbstractModel):
    """Whether a company asks for complete contracts of its purchases."""

    _name = "counterparty.contract.options.mixin"
    _description = "Options of Purchase Contracts"

    currency_id = fields.Many2one("res.currency")
    counterparty_contract_mode = fields.Selection(
        [(contract.OFF, "Not checked"), (contract.WARN, "Warn"), (contract.BLOCK, "Block")],
        "Purchase Contracts",
        required=True,
        default=contract.OFF,
        help="Purchases are confirmed with a contract that has the three clauses and is signed.",
    )
    counterparty_contract_amount = fields.Monetary(
        "Contract Asked For From",
        help="Purchases below this amount, tax included, need no contract.",
    )
