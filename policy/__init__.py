"""The rules of the policy as plain Python: no ORM, no clock, no input or output."""
