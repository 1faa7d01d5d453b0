"""Operators that take orders by their own interface, instead of a file: one module each, beside what they all offer."""
