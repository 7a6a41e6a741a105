from . import test_gate_orders, test_policy
