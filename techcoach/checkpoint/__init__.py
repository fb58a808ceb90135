"""A checkpoint's files: their place, the commentary bank, the calibration, the supported drills. Knows no network."""
