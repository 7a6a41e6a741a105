"""The components of the funds occupied, told again from the documents one by one.

It reads fields of Odoo's documents and knows nothing of the exposure statement.
"""


class Oracle:
    """What a party occupies in a company by the definitions of the policy, in plain Python."""

    def __init__(self, partner, company):
        self.env = company.with_company(company).sudo().env
        self.partner, self.company = partner, company
        self.today = company._counterparty_today()
        self.people = self.env["res.partner"].search([("commercial_partner_id", "=", partner.id)])

    def components(self):
        """Return ``{component: amount in company currency}``."""
        receivable, payable = self._items("asset_receivable"), self._items("liability_payable")
        sales, purchases = self._sales(), self._purchases()
        sent = self._payments("outbound")
        prepayment = (
            sum(amount for amount in payable if amount > 0)
            + max(0.0, self._balance("1123"))
            + sum(paid for _open, paid in purchases)
            + sum(payment.amount_company_currency_signed for payment in sent) * -1
        )
        return {
            "receivable": sum(amount for amount in receivable if amount > 0)
            + max(0.0, self._balance("1121")),
            "deposit": -sum(amount for amount in receivable if amount < 0) - self._balance("2203"),
            "delivered_uninvoiced": sum(delivered for delivered, _open in sales) + self._reset(),
            "order_commitment": sum(share for _delivered, share in sales),
            "prepayment": prepayment,
            "purchase_commitment": max(0.0, sum(share for share, _paid in purchases) - prepayment),
            "stock": self._stock(),
            "offset": self._offset(payable),
        }

    def _items(self, account_type):
        """Return the residual amounts of open posted items."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("account_id.account_type", "=", account_type),
                ("move_id.state", "=", "posted"),
            ]
        )
        return lines.mapped("amount_residual")

    def _reset(self):
        """Return what invoices without an order were worth that were reset to draft."""
        moves = self.env["account.move"].search(
            [
                ("partner_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "draft"),
                ("posted_before", "=", True),
            ]
        )
        return sum(moves.mapped("amount_total_signed"))

    def _balance(self, code):
        """Return the balance of the accounts whose code begins so."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("account_id.code", "=like", f"{code}%"),
                ("move_id.state", "=", "posted"),
            ]
        )
        return sum(lines.mapped("balance"))

    def _payments(self, direction):
        """Return the payments in process that have no entry."""
        return self.env["account.payment"].search(
            [
                ("partner_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("payment_type", "=", direction),
                ("state", "=", "in_process"),
                ("move_id", "=", False),
            ]
        )

    def _rate(self, currency):
        return currency._get_conversion_rate(
            self.company.currency_id, currency, self.company, self.today
        )

    def _sales(self):
        """Return what is delivered and not invoiced, and the credit share of what is open."""
        orders = self.env["sale.order"].search(
            [
                ("partner_invoice_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("state", "in", ("sale", "cancel")),
            ]
        )
        return [self._sale(order) for order in orders]

    def _sale(self, order):
        worth = delivered = invoiced = 0.0
        for line in order.order_line.filtered(lambda line: not line.display_type):
            billed, quantity, drafted = self._billed(line)
            if line.is_downpayment:
                invoiced += billed
                continue
            ordered = line.product_uom_qty if order.state == "sale" else 0.0
            most = max(ordered, line.qty_delivered)
            unit = line.price_total / line.product_uom_qty
            if quantity >= most > 0 and not drafted:
                unit = min(unit, billed / most)  # settled, at a lower price
                if billed >= unit * most:
                    continue
            worth += unit * most
            delivered += unit * line.qty_delivered
            invoiced += billed
        rest = max(0.0, worth - invoiced)
        handed = max(0.0, min(delivered, worth) - invoiced)
        rate, share = self._rate(order.currency_id), self._advance(order.payment_term_id)
        credit = rest - handed
        if share:
            credit = min(credit, (1 - share) * order.amount_total)
        return handed / rate, credit / rate

    def _billed(self, line):
        """Return what of an order line is invoiced, in quantity too, and whether a draft waits."""
        amount = quantity = 0.0
        posted = line.invoice_lines.filtered(lambda item: item.parent_state == "posted")
        for item in posted:
            sign = 1 if item.move_id.move_type in ("out_invoice", "in_invoice") else -1
            amount += sign * item.price_total
            quantity += sign * item.quantity
        return amount, quantity, "draft" in line.invoice_lines.mapped("parent_state")

    def _advance(self, term):
        if term.counterparty_settlement != "advance":
            return 0.0
        return term.counterparty_advance_percent / 100

    def _purchases(self):
        """Return what is not received of each purchase, and what is paid for beforehand."""
        orders = self.env["purchase.order"].search(
            [
                ("partner_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("state", "=", "purchase"),
            ]
        )
        return [self._purchase(order) for order in orders]

    def _purchase(self, order):
        missing = ahead = 0.0
        for line in order.order_line.filtered(lambda line: not line.display_type):
            unit = line.price_total / line.product_qty
            bills = line.invoice_lines.filtered(lambda item: item.parent_state == "posted")
            paid = billed = 0.0
            for item in bills:
                sign = 1 if item.move_id.move_type == "in_invoice" else -1
                share = 1 - item.move_id.amount_residual / item.move_id.amount_total
                billed += sign * item.quantity
                paid += sign * item.quantity * share
            stored = line.product_id.is_storable
            done = line.qty_received if stored else billed
            missing += max(0.0, line.product_qty - done) * unit
            ahead += max(0.0, min(paid, billed) - done) * unit
        rate, term = self._rate(order.currency_id), order.payment_term_id
        counted = 0.0 if term.counterparty_settlement == "after_receipt" else missing
        return counted / rate, ahead / rate

    def _stock(self):
        """Return the cost of goods set aside beyond orders, and of our material at their place."""
        moves = self.env["stock.move"].search(
            [
                ("partner_id", "in", self.people.ids),
                ("company_id", "=", self.company.id),
                ("state", "in", ("assigned", "partially_available")),
                ("location_dest_id.usage", "=", "customer"),
            ]
        )
        cost = 0.0
        for line, group in moves.grouped("sale_line_id").items():
            beyond = sum(group.mapped("quantity"))
            if line.state == "sale":
                beyond -= max(0.0, line.product_uom_qty - line.qty_delivered)
            if line:
                cost += max(0.0, beyond) * line.product_id.standard_price
            else:
                cost += sum(move.quantity * move.product_id.standard_price for move in group)
        place = self.partner._counterparty_profile(self.company).stock_location_id
        quants = self.env["stock.quant"].search([("location_id", "child_of", place.ids)])
        held = quants.filtered(lambda quant: quant.company_id == self.company and place)
        return cost + sum(quant.quantity * quant.product_id.standard_price for quant in held)

    def _offset(self, payable):
        """Return the open payables that a written agreement lets us set off."""
        profile = self.partner._counterparty_profile(self.company)
        return -sum(amount for amount in payable if amount < 0) if profile.offset_payable else 0.0
