"""Simulated drills: motion, measurement, words, camera and pictures."""
