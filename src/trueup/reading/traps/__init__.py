"""Rules for what isn't a claim, although a cue matches: a file for each kind of trap."""
