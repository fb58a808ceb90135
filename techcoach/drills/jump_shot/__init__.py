"""The mid-range jump shot."""
