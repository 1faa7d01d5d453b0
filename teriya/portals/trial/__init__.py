"""An agency decides by trying its own files: the whole wave, through the same actions, in a database thrown away after."""
