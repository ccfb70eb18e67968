"""The flows that every resource of documents has: steps over operations, and factories that make flows of them."""
