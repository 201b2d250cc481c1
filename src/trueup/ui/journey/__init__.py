"""The journey: a promise above, the real steps of a channel below."""
