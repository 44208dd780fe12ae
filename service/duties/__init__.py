"""What each unit owes."""
