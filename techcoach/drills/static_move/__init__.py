"""The static move on a boulder wall."""
