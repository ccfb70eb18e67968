"""The query language of lists: filters, sorting, pages, chosen members."""
