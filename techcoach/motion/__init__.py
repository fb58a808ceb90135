"""Bodies in motion: segment lengths, kinematics, cameras, drawn pictures. Knows no drill."""
