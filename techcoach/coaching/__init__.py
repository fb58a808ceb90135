"""What runs when a clip is coached: observed, passed through the model, interpreted, put into words."""
