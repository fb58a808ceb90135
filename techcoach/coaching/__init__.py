"""The steps that coach a clip: observe it, run the model, interpret the output, put it into words."""
