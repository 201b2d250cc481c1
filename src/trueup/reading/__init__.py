"""Published copy read: text out of files, and the promises in it. Loaded only when something is to be read."""
