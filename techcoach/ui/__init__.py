"""The Gradio app. It is given a coach and knows its reports; it imports no torch itself."""
