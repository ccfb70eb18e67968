"""The document of all calls, in OpenAPI, made of what their routes and handlers say."""
