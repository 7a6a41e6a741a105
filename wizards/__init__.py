from . import (
    account_payment_register,
    base_partner_merge,
    counterparty_membership,
    counterparty_step,
)
