"""The office page "Heute": what waits for whom."""
