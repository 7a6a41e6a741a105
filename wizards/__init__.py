from . import (
    account_payment_register,
    base_partner_merge,
    counterparty_finding_signature,
    counterparty_group_reply,
    counterparty_membership,
    counterparty_step,
)
