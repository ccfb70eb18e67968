"""The query language of lists: filters and sorting, of documents one by one and of whole columns."""
