from . import (
    test_concurrency,
    test_demo,
    test_exposure_sales,
    test_gate_ledger,
    test_gate_orders,
    test_portal,
    test_policy,
    test_security,
    test_tours,
)
from . import test_admission, test_architecture, test_observe, test_rating, test_workflow
