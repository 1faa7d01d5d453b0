"""Two installations that exchange messages: their programs, the way between them, and what they say."""
