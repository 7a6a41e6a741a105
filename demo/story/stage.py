"""What all parts of the story share: the company, the day, who acts, and how records are named."""

from datetime import timedelta

from odoo import SUPERUSER_ID, Command, fields

LANG, TZ = "zh_CN", "Asia/Shanghai"
_CONTEXT = {
    "lang": LANG,
    "tz": TZ,
    "mail_activity_quick_update": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "no_reset_password": True,
    "tracking_disable": True,
}


class Stage:
    """Carries the story from one part to the next."""

    def __init__(self, env):
        self.env = env(user=SUPERUSER_ID, su=True, context=_CONTEXT)
        self.today = fields.Date.today()
        self.company = self.env["res.company"]
        self.warehouse = self.env["stock.warehouse"]
        self.users, self.departments, self.parties = {}, {}, {}
        self.products, self.taxes, self.terms = {}, {}, {}

    def enter(self, company):
        """Go on in a company."""
        self.company = company
        self.today = company._counterparty_today()
        self.env = self.env(context={**_CONTEXT, "allowed_company_ids": company.ids})

    def day(self, offset):
        """The day that many days after today."""
        return self.today + timedelta(days=offset)

    def by(self, login):
        """The environment of a user of the story."""
        return self.env(user=self.users[login].id, su=False)

    def name(self, xmlid, record):
        """Let others refer to a record as ``counterparty_control.demo_<xmlid>``."""
        self.name_all({xmlid: record})

    def name_all(self, records):
        """The same for ``{xmlid: record}``."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"counterparty_control.demo_{xmlid}",
                    "record": record.sudo(),
                    "noupdate": True,
                }
                for xmlid, record in records.items()
            ]
        )

    def profile(self, key):
        """The ledger row of a party."""
        return self.parties[key]._counterparty_profile(self.company).with_env(self.env)

    def line(self, product, quantity, price, tax, **values):
        """The command for a line of an invoice, of so many at that price."""
        return Command.create(
            {
                "product_id": self.products[product].id,
                "quantity": quantity,
                "price_unit": price,
                "tax_ids": [Command.set(self.taxes[tax].ids if tax else [])],
                **values,
            }
        )

    def file_away(self):
        """Mark what past steps told as read, so that the inboxes show what is open today."""
        notifications = self.env["mail.notification"].search(
            [("res_partner_id", "in", [user.partner_id.id for user in self.users.values()])]
        )
        notifications.write({"is_read": True})
