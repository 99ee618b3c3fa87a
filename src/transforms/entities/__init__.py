"""Report → entities, mentions, offices, dates, documents, statements. One module per kind; `extract` runs them in order."""
