"""What everybody reads of minutes: the permanent page, its files, search, the list of the newest."""
