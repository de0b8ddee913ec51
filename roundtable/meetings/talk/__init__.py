"""What is written in the room of a meeting, beside what is said there."""
