"""Read published pages: extract the text from files, and find the promises in it. Imported only when needed."""
