"""Rows of one kind (promises, channels, groups, activities, roles, customers): lists and forms."""
