"""The dynamic move on a boulder wall."""
