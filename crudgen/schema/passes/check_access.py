"""Check the rules of `access`: the roles that they name, their fields, and what goes with which action."""

from collections.abc import Iterator
from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Action, Field, Rule
from crudgen.schema.draft import Draft, EntityDraft, RuleDraft, Word, refuse, replace_entities

EVERYBODY = ("public", "authenticated", "owner", "nobody")
WRITES = frozenset({Action.CREATE, Action.UPDATE, Action.IMPORT})


def check_access(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's rules; their conditions are judged by `check_formulas`."""
    changed = {name: _settle(entity, draft.roles, problems) for name, entity in draft.entities.items() if entity.access}
    return replace_entities(draft, changed)


def _settle(entity: EntityDraft, roles: tuple[str, ...], problems: list[Diagnostic]) -> EntityDraft:
    access: dict[Action, tuple[Rule, ...]] = {}
    for action, rules in entity.access.items():
        _check_nobody(rules, problems)
        access[action] = tuple(_freeze(rule) for rule in rules if _is_right(entity, action, rule, roles, problems))
    return replace(entity, entity=replace(entity.entity, access=access))


def _freeze(rule: RuleDraft) -> Rule:
    fields = None if rule.fields is None else tuple(word.text for word in rule.fields)
    return Rule(rule.role.text, rule.when.text if rule.when else "", fields, tuple(word.text for word in rule.excluded), rule.at)


def _is_right(entity: EntityDraft, action: Action, rule: RuleDraft, roles: tuple[str, ...], problems: list[Diagnostic]) -> bool:
    before = len(problems)
    _check_role(entity, rule.role, roles, problems)
    for word in (*(rule.fields or ()), *rule.excluded):
        _check_field(entity, action, word, problems, is_granted=word in (rule.fields or ()))
    if action is Action.DELETE and (rule.fields is not None or rule.excluded):
        message = "a record is deleted as a whole, so a rule of delete is about no fields"
        at = (*(rule.fields or ()), *rule.excluded)[0].at
        refuse(problems, at, "unfit_key", message, "take fields and except away; `when` says which records")
    if entity.entity.is_builtin and action in WRITES and rule.role.text not in ("nobody", "admin"):
        _check_power(action, rule, problems)
    return len(problems) == before


def _check_power(action: Action, rule: RuleDraft, problems: list[Diagnostic]) -> None:
    """Refuse rules over users by which somebody could become an administrator, or sign in as one."""
    if rule.fields is None:
        message = f'who may {action} users with any field may become an administrator'
        refuse(problems, rule.at, "builtin", message, "name the fields: {role: …, fields: [name, email]}")
    for word in rule.fields or ():
        if word.text == "roles":
            refuse(problems, word.at, "builtin", "who gives roles may take that of an administrator", "leave roles to administrators")
        elif word.text == "password" and action is not Action.CREATE and rule.role.text != "owner":
            message = "who sets the password of others may sign in as an administrator"
            refuse(problems, word.at, "builtin", message, "leave password to administrators, and to the rule owner")


def _check_nobody(rules: tuple[RuleDraft, ...], problems: list[Diagnostic]) -> None:
    for rule in rules:
        if rule.role.text != "nobody":
            continue
        if len(rules) > 1:
            refuse(problems, rule.at, "conflict", '"nobody" stands alone', "take it or the others away")
        elif rule.when is not None or rule.fields is not None or rule.excluded:
            refuse(problems, rule.at, "conflict", '"nobody" has no conditions', "write nobody alone")


def _check_role(entity: EntityDraft, role: Word, roles: tuple[str, ...], problems: list[Diagnostic]) -> None:
    if role.text == "owner" and entity.owner is None and "owner" not in entity.places:
        message = f'nothing says who owns a record of "{entity.entity.name}"'
        refuse(problems, role.at, "owner", message, "add owner: with the path to a user, as in owner: customer.user")
    elif roles and role.text not in roles and role.text not in EVERYBODY:
        hint = hint_name(role.text, (*roles, *EVERYBODY))
        cure = f"{hint}; roles are named in config.yaml" if hint else "roles are named in config.yaml"
        refuse(problems, role.at, "unknown_name", f'there is no role "{role.text}"', cure)


def _check_field(entity: EntityDraft, action: Action, word: Word, problems: list[Diagnostic], *, is_granted: bool) -> None:
    name = word.text
    member = entity.fields.get(name)
    if member is None:
        if name not in _parts(entity) and not entity.is_unread(name):
            message = f'"{entity.entity.name}" has no field "{name}"'
            refuse(problems, word.at, "unknown_name", message, hint_name(name, (*entity.fields, *_parts(entity))))
    elif is_granted and (reason := _find_reason(member.field, action)):
        refuse(problems, word.at, "unfit_key", f'"{name}" {reason}, so no rule can grant it', "take it out of the list")


def _parts(entity: EntityDraft) -> Iterator[str]:
    return (name for name, relation in entity.relations.items() if relation.many and relation.part_of)


def _find_reason(field: Field, action: Action) -> str:
    """Say why nobody can read or write a field, whatever a rule says; "" where they can."""
    if field.hidden:
        return "never leaves the server"
    if action not in WRITES:
        return "can never be read" if field.write_only else ""
    if field.computed:
        return "is computed"
    if action is Action.IMPORT:
        return ""
    return "is set by the server alone" if field.readonly or (action is Action.UPDATE and field.is_key) else ""
