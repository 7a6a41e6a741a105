from . import counterparty_step
