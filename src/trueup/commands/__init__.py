"""The commands of `trueup` that need no screens. Each takes plain values and returns a Reply."""
