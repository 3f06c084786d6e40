"""The terminal face: a chat at a prompt, at a plain prompt, or through a pipe."""
