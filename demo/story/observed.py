"""The weeks before control was switched on: what it would have blocked is only recorded."""

from odoo.tools import SQL

#: When a document took place, by its model.
_DAYS = {
    "sale.order": "date_order",
    "purchase.order": "date_approve",
    "account.move": "date",
    "account.payment": "date",
}


def begin(stage):
    """Observe from now on."""
    stage.company.counterparty_mode = "observe"


def end(stage):
    """Date what was observed like its documents, as the story tells of the past."""
    domain = [("kind", "=", "observed"), ("company_id", "=", stage.company.id)]
    for row in stage.env["counterparty.decision"].search(domain):
        document = stage.env[row.res_model].browse(row.res_id)
        stage.env.cr.execute(
            SQL(
                "UPDATE counterparty_decision SET date = %s WHERE id = %s",
                document[_DAYS[row.res_model]] or row.date,
                row.id,
            )
        )
    stage.env["counterparty.decision"].invalidate_model(["date"])
