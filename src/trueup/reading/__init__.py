"""Read published pages: get the text out of files, and the promises out of the text. Loaded only when needed."""
