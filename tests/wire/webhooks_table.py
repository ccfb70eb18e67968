"""The operations of Webhooks as they are documented, written down by hand."""

from tests.wire.table import table

TABLE = table(
    """
 1 | list_webhooks           | GET    | /webhooks/                          | sensor | -    | 200
 2 | create_webhook          | POST   | /webhooks/                          | -      | bare | 201
 3 | get_webhook             | GET    | /webhooks/{id}                      | -      | -    | 200
 4 | update_webhook          | PUT    | /webhooks/{id}                      | -      | bare | 200
 5 | delete_webhook          | DELETE | /webhooks/{id}                      | -      | -    | 200
 6 | activate_webhook        | PUT    | /webhooks/{id}/activate             | -      | -    | 200
 7 | deactivate_webhook      | PUT    | /webhooks/{id}/deactivate           | -      | -    | 200
 8 | list_webhook_filters    | GET    | /webhook-filters/                   | -      | -    | 200
 9 | create_webhook_filter   | POST   | /webhook-filters/                   | -      | bare | 201
10 | get_webhook_filter      | GET    | /webhook-filters/{id}               | -      | -    | 200
11 | update_webhook_filter   | PUT    | /webhook-filters/{id}               | -      | bare | 200
12 | delete_webhook_filter   | DELETE | /webhook-filters/{id}               | -      | -    | 200
13 | list_filters_of_webhook | GET    | /webhook-filters/webhook/{webhookId} | -     | -    | 200
"""
)
