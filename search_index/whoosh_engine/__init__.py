"""The embedded engine: Whoosh keeps postings on disk, matching and scoring are our own."""
