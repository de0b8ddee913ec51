"""Earlier states of what is written of an item: looked at, and put in place again as an ordinary edit."""
