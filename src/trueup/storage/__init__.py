"""The founder's file: a TinyDB database written atomically, locked while open, with backups."""
