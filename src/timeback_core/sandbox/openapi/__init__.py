"""All that the sandbox serves, as an OpenAPI document."""
