"""Whole trainings, from nothing to a calibrated checkpoint folder: one module for each road."""
