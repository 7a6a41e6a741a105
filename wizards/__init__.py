from . import (
    account_payment_register,
    counterparty_finding_signature,
    counterparty_membership,
    counterparty_step,
)
