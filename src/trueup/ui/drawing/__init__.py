"""What several screens draw alike: mismatches face to face, statements, histories, the plan, what is due."""
