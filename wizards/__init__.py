from . import (
    account_payment_register,
    counterparty_group_reply,
    counterparty_finding_signature,
    base_partner_merge,
    counterparty_finding_signature,
    counterparty_membership,
    counterparty_step,
)
