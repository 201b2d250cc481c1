"""The screens of rows (promises, channels, groups, activities, roles, customers): their lists and their fields."""
