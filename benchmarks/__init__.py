"""What `./dev bench` runs inside Odoo: a generator of data and the measurements.

No part of the addon: nothing imports it but tools/bench.py and its test.
"""
