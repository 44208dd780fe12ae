"""Messages, the outbox they wait in, and the mail server they go to."""
