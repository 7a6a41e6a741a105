from . import (
    account_payment_register,
    base_partner_merge_details,
    counterparty_membership,
    counterparty_step,
)
