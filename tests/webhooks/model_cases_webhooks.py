"""Models of webhooks and their filters."""

from datetime import UTC, datetime

from tests.services.model_case import GONE, Back, Changes, Document, Json, Refused, Written, without

from timeback_core import webhooks as w

TIMES: Json = {
    "created_at": "2025-01-01T00:00:00.000Z",
    "updated_at": "2025-01-02T00:00:00.000Z",
    "deleted_at": "2025-01-03T00:00:00.000Z",
}
SEEN_TIMES: Changes = {
    "created_at": datetime(2025, 1, 1, tzinfo=UTC),
    "updated_at": datetime(2025, 1, 2, tzinfo=UTC),
    "deleted_at": datetime(2025, 1, 3, tzinfo=UTC),
}
AS_PUBLISHED: list[tuple[Changes, Changes]] = [
    ({"created_at": GONE, "createdAt": TIMES["created_at"]}, {"created_at": SEEN_TIMES["created_at"]}),
    ({"updated_at": GONE, "updatedAt": TIMES["updated_at"]}, {"updated_at": SEEN_TIMES["updated_at"]}),
    ({"deleted_at": GONE, "deletedAt": TIMES["deleted_at"]}, {"deleted_at": SEEN_TIMES["deleted_at"]}),
    ({"created_at": None, "updated_at": None, "deleted_at": None}, dict.fromkeys(TIMES)),
]

WEBHOOK: Json = {
    "id": "w-1",
    "name": "Scores",
    "description": "of the app",
    "targetUrl": "https://hooks.example.com/tb",
    "secret": " s3cr3t ",
    "active": True,
    "sensor": "https://app.example/sensor",
    **TIMES,
}
WEBHOOK_GOES_BACK = without("id", *TIMES)

WEBHOOKS = Document(
    w.Webhook,
    WEBHOOK,
    ("id", "name", "targetUrl", "secret", "active"),
    seen={
        "id": "w-1",
        "name": "Scores",
        "description": "of the app",
        "target_url": "https://hooks.example.com/tb",
        "secret": " s3cr3t ",
        "active": True,
        "sensor": "https://app.example/sensor",
        **SEEN_TIMES,
    },
    spelled=[({"active": "true"}, {"active": True}), *AS_PUBLISHED],
    refused=[Refused({"targetUrl": 7}, "$.targetUrl", "string"), Refused({"secret": None}, "$.secret", "string")],
    back=[
        Back(w.WebhookInput, WEBHOOK_GOES_BACK),
        Back(w.WebhookInput, WEBHOOK_GOES_BACK, read={"description": None, "sensor": GONE}),
    ],
)

WEBHOOK_INPUT = Written(
    w.WebhookInput(name="Scores", target_url="https://x.test", secret="s", active=True),
    {"name": "Scores", "targetUrl": "https://x.test", "secret": "s", "active": True},
    good=[
        ({"description": None, "sensor": None}, {"description": None, "sensor": None}),
        ({"description": "", "sensor": ""}, {"description": "", "sensor": ""}),
        ({"active": False}, {"active": False}),
        ({"secret": " s "}, {"secret": " s "}),
        *(
            ({"target_url": url}, {"targetUrl": url})
            for url in ("http://X.test:80/a/../b?c#d", "https://x.test/\u00e9")
        ),
    ],
    wrong=[
        ({"name": " "}, ["name: must not be empty"]),
        ({"secret": ""}, ["secret: must not be empty"]),
        ({"secret": " \t"}, ["secret: must not be empty"]),
        ({"secret": 7}, ["secret: expected string, found number"]),
        ({"active": "yes"}, ['active: expected true, false, "true" or "false", found string']),
        *(
            ({"target_url": url}, ["target_url: must be an http or https address"])
            for url in (
                "",
                "x.test",
                "ftp://x.test",
                "https://",
                "https://x test",
                "https://x:0",
                "https://[",
                " https://x",
            )
        ),
    ],
)

STATUS_MESSAGE = Document(
    w.StatusMessage,
    {"status": "success", "message": "Webhook deleted", "errors": {"a": 1}},
    (),
    seen={"status": "success", "message": "Webhook deleted"},
)

FILTER: Json = {
    "id": "f-1",
    "webhookId": "w-1",
    "filterKey": "type",
    "filterValue": "ActivityEvent",
    "filterType": "string",
    "filterOperator": "eq",
    "active": True,
    **TIMES,
}
FILTER_GOES_BACK = without("id", *TIMES)

FILTERS = Document(
    w.WebhookFilter,
    FILTER,
    ("webhookId", "filterKey", "filterValue", "filterType", "filterOperator", "active"),
    seen={
        "id": "f-1",
        "webhook_id": "w-1",
        "filter_key": "type",
        "filter_value": "ActivityEvent",
        "filter_type": w.FilterType.STRING,
        "filter_operator": w.FilterOperator.EQ,
        "active": True,
        **SEEN_TIMES,
    },
    spelled=[
        ({"filterOperator": GONE, "filterOperation": "in"}, {"filter_operator": w.FilterOperator.IN}),
        ({"filterOperator": "eq", "filterOperation": "in"}, {"filter_operator": w.FilterOperator.EQ}),
        ({"filterOperator": "near", "filterType": "date"}, {"filter_operator": "near", "filter_type": "date"}),
        ({"id": GONE}, {"id": None}),
        *AS_PUBLISHED,
    ],
    back=[Back(w.WebhookFilterInput, FILTER_GOES_BACK)],
)

FILTER_INPUT = Written(
    w.WebhookFilterInput(
        webhook_id="w-1",
        filter_key="type",
        filter_value=" x ",
        filter_type=w.FilterType.STRING,
        filter_operator=w.FilterOperator.EQ,
        active=True,
    ),
    {
        "webhookId": "w-1",
        "filterKey": "type",
        "filterValue": " x ",
        "filterType": "string",
        "filterOperator": "eq",
        "active": True,
    },
    good=[({"filter_operator": each}, {"filterOperator": each.value}) for each in w.FilterOperator]
    + [
        (
            {"filter_value": value, "filter_type": kind, "filter_operator": how},
            {"filterValue": text, "filterType": kind, "filterOperator": how},
        )
        for value, kind, how, text in (
            (5, "number", "gt", "5"),
            (-0.5, "number", "gt", "-0.5"),
            ("1e3", "number", "eq", "1e3"),
            ("1, 2.5,-3", "number", "in", "1, 2.5,-3"),
            (True, "boolean", "eq", "true"),
            ("true,false", "boolean", "notIn", "true,false"),
            (5, "string", "eq", "5"),
            ("^a(?<name>b)+$", "string", "regexp", "^a(?<name>b)+$"),
            ("[.]5$", "number", "regexp", "[.]5$"),
        )
    ],
    wrong=[
        ({"webhook_id": ""}, ["webhook_id: must not be empty"]),
        ({"filter_key": " "}, ["filter_key: must not be empty"]),
        ({"filter_value": " "}, ["filter_value: must not be empty"]),
        ({"filter_value": float("inf")}, ["filter_value: must be a finite number"]),
        ({"filter_value": None}, ["filter_value: expected text, a number or a boolean, found null"]),
        ({"filter_type": "text"}, ["filter_type: must be one of string, number, boolean"]),
        (
            {"filter_operator": "is", "filter_type": "date"},
            [
                "filter_type: must be one of string, number, boolean",
                f"filter_operator: must be one of {', '.join(w.FilterOperator)}",
            ],
        ),
        *(
            ({"filter_operator": "regexp", "filter_value": pattern}, ["filter_value: must be a regular expression"])
            for pattern in ("(", "[a", "*", "a{99999999999}", "(?P<1>a)")
        ),
        *(
            (
                {"filter_value": value, "filter_type": kind, "filter_operator": how},
                [f"filter_value: must be of the type {kind}, as filter_type says"],
            )
            for value, kind, how in (
                ("abc", "number", "eq"),
                ("nan", "number", "eq"),
                ("1_000", "number", "eq"),
                (True, "number", "eq"),
                ("1,,2", "number", "in"),
                ("1,x", "number", "notIn"),
                (1, "boolean", "eq"),
                ("yes", "boolean", "eq"),
                ("true,maybe", "boolean", "in"),
            )
        ),
    ],
)

DOCUMENTS = (WEBHOOKS, STATUS_MESSAGE, FILTERS)
INPUTS = (WEBHOOK_INPUT, FILTER_INPUT)
