"""A checkpoint's files: where they lie, the commentary bank, the drills that it supports. Knows no network."""
