"""Who takes part: provinces, institutions, work units, officials, users and their postings."""
