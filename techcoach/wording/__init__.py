"""From measurements to coaching sentences (labels), from sentences back to claims (grammar); instructions that no drill
can judge (unjudgeable)."""
