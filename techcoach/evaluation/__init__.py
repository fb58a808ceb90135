"""Figures: what a checkpoint is worth, measured."""
