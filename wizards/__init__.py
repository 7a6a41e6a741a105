from . import account_payment_register, counterparty_step
