"""From measurements to coaching sentences (labels), and from sentences back to claims (grammar)."""
