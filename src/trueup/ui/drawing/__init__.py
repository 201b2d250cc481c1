"""Drawings that several screens share: mismatches face to face, statements, histories, fixes, the plan, what is due."""
