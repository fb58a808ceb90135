"""Juggling a football."""
