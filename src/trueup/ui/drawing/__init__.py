"""Lines that several screens show: the sides of a mismatch, statements, histories, fixes, the plan, what is due."""
