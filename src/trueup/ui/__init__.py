"""The fourth room, on screen: the only folder that knows Textual."""
