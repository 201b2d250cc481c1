"""The plan: fixes under way, their tests and their touchpoints."""
