"""From measurements to coaching sentences and back: labels, grammar, claims."""
