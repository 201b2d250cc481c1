"""What `trueup` does without its screens. Every command takes plain values and returns a Reply."""
