"""The Gradio app. Takes a coach, knows its reports; imports no torch."""
