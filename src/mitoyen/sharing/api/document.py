"""What the OpenAPI document says beside the operations: the right that each one needs, and how a refusal reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import NinjaAPI

if TYPE_CHECKING:
    from ninja.openapi.schema import OpenAPISchema

REFUSAL = "Refusal"
_TEXT = {"type": "string"}
_SCHEMA = {
    "type": "object",
    "title": REFUSAL,
    "description": "What was refused: a stable code, a sentence in the language asked for, the value at fault.",
    "properties": {"code": _TEXT, "message": _TEXT, "where": _TEXT},
    "required": ["code", "message", "where"],
    "additionalProperties": False,
}
_REFUSALS = {
    "400": "The body is no readable JSON.",
    "401": "No token, or one that opens nothing any more.",
    "403": "The token or the mandate does not allow this.",
    "404": "It does not exist, or is not open to you.",
    "409": "Taken meanwhile, or not possible in this state.",
    "422": "A value does not fit; 'where' tells which one.",
    "429": "Too many requests; 'Retry-After' tells how long to wait.",
}


def right(action: str, *, is_public: bool = False) -> dict[str, Any]:
    """The line of the table of rights that an operation falls under, and whether it answers without a token too."""
    return {"x-mitoyen-right": action} | ({"security": [{}]} if is_public else {})


class Interface(NinjaAPI):
    """The API, whose document tells every refusal."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:  # noqa: ANN401  as ninja takes it
        """The document, with the one shape of refusals under each operation."""
        document = super().get_openapi_schema(*args, **kwargs)
        document["components"]["schemas"][REFUSAL] = _SCHEMA
        body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{REFUSAL}"}}}
        told = {status: {"description": said, "content": body} for status, said in _REFUSALS.items()}
        for operations in document["paths"].values():
            for operation in operations.values():
                known = {str(status): answer for status, answer in operation["responses"].items()}
                operation["responses"] = told | known
        return document
