"""What happens when: one thin file a job, and schedule's loop. Asks `service` to do it."""
