"""What can be wrong with an expression: the error, and the one table of its codes."""

CODES: dict[str, str] = {
    # the text
    "expression_empty": "There is no expression.",
    "expression_too_long": "The expression is longer than 4,000 characters.",
    "expression_too_deep": "The expression is nested deeper than 50 levels.",
    "expression_too_large": "The expression has more than 1,000 parts, or 2,000 with the computed fields that it is made of.",
    "expression_character": "A character has no meaning here.",
    "expression_syntax": "A word or sign stands where another is expected.",
    "expression_unfinished": "The expression ends in the middle.",
    "expression_quote": "A quote is opened and never closed.",
    "expression_bracket": "A bracket is opened and never closed, or closed and never opened.",
    "expression_double_quote": "Texts stand in single quotes.",
    "expression_operator": "The sign or word of another language stands for one of ours: == && || <> like between.",
    "expression_keyword": "A keyword is written in capitals.",
    "expression_chain": "Comparisons are chained: a < b < c.",
    "expression_number": "A number is not written in plain digits, or has more than 38 of them.",
    # names
    "expression_name": "The name is no field or relation here.",
    "expression_function": "There is no such function.",
    "expression_context": "The names user, old and input, or the clock, cannot be used here.",
    "expression_to_many": "A path leads to many records outside an aggregate.",
    "expression_not_reference": "A path goes on after a field that is no reference.",
    "expression_path_length": "A path goes over more than five references.",
    "expression_unusable": "The field's values can never be used in an expression (a password, a secret).",
    # aggregates
    "expression_aggregate_path": "An aggregate has no path to many records, or two different ones.",
    "expression_nested_aggregate": "An aggregate stands inside another.",
    "expression_aggregate_value": "An aggregate cannot work on values of this type.",
    # types
    "expression_arguments": "A function has too few or too many arguments.",
    "expression_types": "An operator does not go with the types of its sides.",
    "expression_incomparable": "Two values of different types are compared.",
    "expression_order": "Values of this type have no order.",
    "expression_not_condition": "A condition is wanted, which is true or false.",
    "expression_not_text": "A text is wanted.",
    "expression_null": "A null is compared or calculated with.",
    "expression_list": "A list stands where none can, or none where one must.",
    "expression_mixed": "The values of a list, if() or coalesce() have different types.",
    "expression_conversion": "There is no conversion from this type.",
    "expression_scale": "A number would have more than 30 digits after the point.",
    "expression_result": "The expression's value is not of the type that is wanted.",
    # literals
    "expression_enum_value": "The text is none of the enum's values.",
    "expression_date": "The text is no day.",
    "expression_time": "The text is no time of day.",
    "expression_datetime": "The text is no instant, or has no offset.",
    "expression_duration": "The text is no duration.",
    "expression_uuid": "The text is no UUID.",
}
"""Each code and what it means; none of them is a code of `document.codes` too."""


class ExpressionError(ValueError):
    """An expression is wrong. `offset` counts code points of its text from 0; `hint` is the cure, or "".

    >>> print(ExpressionError("expression_operator", 'unexpected "=="', "write `=`", 4))
    unexpected "=="
    """

    def __init__(self, code: str, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.offset = code, message, hint, offset
