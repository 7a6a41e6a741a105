from . import account_payment_register, counterparty_membership, counterparty_step
