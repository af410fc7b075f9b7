"""Random schemas, rules, rows and requests, from a seeded source of randomness. Values only; nothing runs here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from crudgen.plan.actor import ANONYMOUS, Actor
from crudgen.schema.catalog import Catalog, Entity, Relation

ROLES = ("red", "green", "blue")
NAMES = ("alpha", "beta", "gamma", "delta")
TEXTS = ("a", "b", "ab", "Ab", "c")
CONFIG = "roles: {" + ", ".join(f"{role}: {{label: {role}}}" for role in ROLES) + "}\napi: {page_size: 100}\n"


@dataclass
class Sketch:
    """One entity while it is made up: its own fields by name, with what each refers to; its parent; and its owner path."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    parent: str = ""
    owner: str = ""


def sketch_world(random: Random, count: int) -> list[Sketch]:
    """Return some entities: references and part_of go to earlier ones, so that there are no circles."""
    made: list[Sketch] = []
    for name in NAMES[:count]:
        one = Sketch(name, {"text": "{type: string}", "num": "{type: int}", "deep": "{type: int, hidden: true}", "flag": "bool"})
        if random.random() < 0.4:
            one.fields["twice"] = '{type: int, computed: "num * 2"}'
        if made and random.random() < 0.45:
            one.parent = random.choice(made).name
            one.references["up"] = one.parent
            one.fields["up"] = f"{{type: {one.parent}, part_of: true, inverse: {name}s}}"
        if made and random.random() < 0.7:
            target = random.choice(made).name
            one.references["ref"] = target
            cascade = random.choice(("restrict", "cascade", "set_null"))
            one.fields["ref"] = f"{{type: {target}, inverse: {name}_refs, on_delete: {cascade}}}"
        if made and random.random() < 0.6:
            target = random.choice(made).name
            one.links["tags"] = target
            one.fields["tags"] = f"{{type: [{target}], inverse: {name}_tags}}"
        if random.random() < 0.6:
            one.fields["who"] = f"{{type: user, inverse: {name}_who}}"
            one.references["who"] = "user"
        made.append(one)
    for one in made:
        one.owner = owner_path(random, made, one)
    return made


def owner_path(random: Random, made: list[Sketch], one: Sketch) -> str:
    """Return a path to a user, "" where there is none."""
    if "who" in one.references:
        return "who"
    for name, target in one.references.items():
        other = next((each for each in made if each.name == target), None)
        beyond = owner_path(random, made, other) if other is not None else ""
        if beyond:
            return f"{name}.{beyond}"
    return ""


def parts_of(made: list[Sketch], one: Sketch) -> list[Sketch]:
    """Return the entities that are part of one."""
    return [each for each in made if each.parent == one.name]


# --- conditions -----------------------------------------------------------------------------------------------------------


def local(random: Random, prefix: str = "", *, deep: bool = True) -> str:
    """Return a condition on a row's own fields."""
    number, text = random.randint(0, 3), random.choice(TEXTS)
    forms = [
        f"{prefix}num > {number}",
        f"{prefix}num is null",
        f"{prefix}num != {number}",
        f"{prefix}text = '{text}'",
        f"{prefix}text in ['a', 'b']",
        f"{prefix}flag",
        f"not {prefix}flag",
        f"{prefix}text icontains 'b'",
    ]
    if deep:
        forms += [f"{prefix}deep > {number}", f"{prefix}deep < {number}"]
    return random.choice(forms)


def condition(random: Random, made: list[Sketch], one: Sketch, *, deep: bool = True, more: tuple[str, ...] = (), depth: int = 0) -> str:
    """Return a random condition; `more` are further ones to choose from."""
    if depth < 2 and random.random() < 0.35:
        left, right = (condition(random, made, one, deep=deep, more=more, depth=depth + 1) for _ in range(2))
        return f"({left} {random.choice(('and', 'or'))} {right})"
    kind = random.random()
    if kind < 0.4:
        return local(random, deep=deep)
    ways: list[Callable[[], str]] = [lambda: random.choice(more)] if more else []
    ways += [lambda name=name, target=target: over(random, made, name, target, deep) for name, target in one.references.items()]
    ways += [lambda name=name: aggregate(random, name, deep) for name in lists_of(made, one)]
    return random.choice(ways)() if ways else local(random, deep=deep)


def over(random: Random, made: list[Sketch], name: str, target: str, deep: bool) -> str:
    """Return a condition over a reference."""
    if target == "user":
        return random.choice((f"{name} is null", f"{name}.level > 1", f"{name} = {random.randint(1, 3)}"))
    other = next(each for each in made if each.name == target)
    further = [f"{name}.{step}" for step, beyond in other.references.items() if beyond != "user"]
    return random.choice((f"{name} is null", local(random, f"{name}.", deep=deep), *(f"{step}.num > 1" for step in further)))


def aggregate(random: Random, name: str, deep: bool) -> str:
    """Return a condition over a to-many path."""
    forms = [f"count({name}) > {random.randint(0, 1)}", f"sum({name}.num) > {random.randint(0, 4)}", f"count({name}.text) = 1"]
    forms += [f"any({local(random, name + '.', deep=deep)})", f"all({name}.num > 0)", f"max({name}.num) >= 2"]
    return random.choice(forms)


def lists_of(made: list[Sketch], one: Sketch) -> list[str]:
    """Return the names of the ways to many records from an entity."""
    names = list(one.links)
    for each in made:
        names += [f"{each.name}s"] if each.parent == one.name else []
        names += [f"{each.name}_refs"] if each.references.get("ref") == one.name else []
        names += [f"{each.name}_tags"] if each.links.get("tags") == one.name else []
    return names


# --- rules ----------------------------------------------------------------------------------------------------------------


def rule(random: Random, made: list[Sketch], one: Sketch, action: str) -> str:
    """Return one rule."""
    roles = [*ROLES, *ROLES, "authenticated", *(["public"] if random.random() < 0.4 else []), *(["owner"] * 3 if one.owner else [])]
    role = random.choice(roles)
    more = ["user.level > 1", "num < user.level", "'red' in user.roles"]
    more += ["who = user.id", "who.level = user.level"] if "who" in one.fields else []
    if action in ("create", "update"):
        more += ["input.num is null", "input.num > 1", "input.text = 'a'"]
    if action in ("update", "delete"):
        more += ["old.num > 1", "old.text is null"]
    parts = [f"role: {role}"]
    if random.random() < (0.85 if role in ("public", "authenticated") else 0.7):
        parts.append(f'when: "{condition(random, made, one, more=tuple(more))}"')
    if action != "delete" and random.random() < 0.55:
        never = ("deep",) if action == "read" else ("deep", "twice")
        names = [*(name for name in one.fields if name not in never), *(f"{each.name}s" for each in parts_of(made, one))]
        chosen = random.sample(names, random.randint(1, len(names) - 1))
        parts.append(f"{random.choice(('fields', 'except'))}: [{', '.join(chosen)}]")
    return "{" + ", ".join(parts) + "}"


def access(random: Random, made: list[Sketch], one: Sketch) -> str:
    """Return the section `access`."""
    lines = []
    for action in ("read", "create", "update", "delete"):
        if one.parent and random.random() < 0.6:
            continue
        if action == "read" or random.random() < 0.8:
            every = [rule(random, made, one, action) for _ in range(random.choice((1, 2, 3) if action != "read" else (2, 3, 4)))]
            rules = [*dict.fromkeys(each for each in every if "," in each), *dict.fromkeys(each for each in every if "," not in each)]
            lines.append(f"  {action}: " + ("nobody" if random.random() < 0.03 else f"[{', '.join(rules)}]"))
    return "access:\n" + "\n".join(lines) + "\n" if lines else ""


def write_schemas(random: Random, made: list[Sketch]) -> dict[str, str]:
    """Return the YAML of the entities."""
    users = random.choice(("access: {read: authenticated}", 'access: {read: [owner, {role: red, when: "level > 1", fields: [login]}]}', ""))
    files = {"user": f"fields: {{level: int}}\n{users}\n"}
    for one in made:
        paths = ["text", *(f"{name}.text" for name, target in one.references.items() if target != "user")]
        title = random.choice(("{text}", "{text} · {num}", *(f"{{num}} {{{path}}}" for path in paths[1:])))
        fields = "".join(f"  {name}: {spelling}\n" for name, spelling in one.fields.items())
        owner = f"owner: {one.owner}\n" if one.owner else ""
        search = f"search: [{', '.join(random.sample(paths, random.randint(1, len(paths))))}]\n"
        files[one.name] = f'title: "{title}"\ntimestamps: false\n{owner}{search}fields:\n{fields}{access(random, made, one)}'
    return files


# --- rows and actors ------------------------------------------------------------------------------------------------------

ACTORS_COUNT = 3


def random_value(random: Random, kind: str) -> Any:
    """Return a value for a field of a type, null at times."""
    if random.random() < 0.15:
        return None
    return {"int": lambda: random.randint(0, 4), "string": lambda: random.choice(TEXTS), "bool": lambda: random.random() < 0.5}[kind]()


def random_row(random: Random, entity: Entity, ids: Mapping[str, list[int]]) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
    """Return the values and links of a new row, whose references lead to known ids."""
    values: dict[str, Any] = {}
    links: dict[str, tuple[int, ...]] = {}
    for name, one in entity.fields.items():
        if one.is_key or one.computed:
            continue
        known = ids[one.relation.target] if one.relation is not None else []
        if one.type == "links":
            links[name] = tuple(sorted(random.sample(known, random.randint(0, min(3, len(known))))))
        elif one.relation is not None:
            is_null = not one.relation.part_of and random.random() < 0.15
            values[name] = random.choice(known) if known and not is_null else None
        else:
            values[name] = random_value(random, one.type)
    return values, links


def random_actor(random: Random, levels: Mapping[int, int | None]) -> Actor:
    """Return somebody: nobody, a key of roles, a person; an administrator at times."""
    kind = random.random()
    if kind < 0.08:
        return ANONYMOUS
    roles = frozenset(random.sample(ROLES, random.choice((0, 1, 1, 2, 2, 3))))
    if kind < 0.2:
        return Actor(None, "key", roles, is_authenticated=True, values={"user.level": None})
    if kind > 0.97:
        roles |= {"admin"}
    id_ = random.choice(list(levels))
    return Actor(id_, f"user{id_}", roles, is_authenticated=True, values={"user.level": levels[id_]})


# --- requests -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A list as asked for, in parts that the model can read."""

    terms: tuple[tuple[str, str, Any], ...] = ()
    filter: str = ""
    search: str = ""
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    expand: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the URL."""
        pairs = [(f"{name}[{operator}]", as_text(value)) for name, operator, value in self.terms]
        single = {"filter": self.filter, "q": self.search, "sort": ",".join(self.sort), "expand": ",".join(self.expand)}
        pairs += [(name, value) for name, value in single.items() if value]
        return pairs if self.fields is None else [*pairs, ("fields", ",".join(self.fields))]


def as_text(value: Any) -> str:
    """Return a value as the URL spells it."""
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(map(as_text, value))
        case _:
            return str(value)


def paths_of(catalog: Catalog, entity: Entity, depth: int = 2) -> list[str]:
    """Return every dotted name of a value, over references."""
    found = []
    for name, one in entity.fields.items():
        if one.type in ("int", "string", "bool", "reference"):
            found.append(name)
        if one.type == "reference" and depth and one.relation is not None:
            found += [f"{name}.{rest}" for rest in paths_of(catalog, catalog.entities[one.relation.target], depth - 1)]
    return found


def random_term(random: Random, catalog: Catalog, entity: Entity) -> tuple[str, str, Any]:
    """Return a filter of the URL: a name, an operator, a value."""
    lists = [name for name, one in entity.relations.items() if one.many and not one.target.startswith("crudgen_")]
    if lists and random.random() < 0.25:
        name = random.choice(lists)
        operator = random.choice(("eq", "in", "null"))
        return name, operator, {"eq": random.randint(1, 6), "in": (1, 3, 5), "null": random.random() < 0.5}[operator]
    path = random.choice(paths_of(catalog, entity, 1))
    kind = field_at(catalog, entity, path)
    if random.random() < 0.15:
        return path, "null", random.random() < 0.5
    if kind == "string":
        return path, random.choice(("eq", "ne", "contains", "icontains", "starts", "gt")), random.choice(TEXTS)
    if kind == "bool":
        return path, "eq", random.random() < 0.5
    operator = random.choice(("eq", "ne", "lt", "gte", "in", "nin", "between")) if kind == "int" else random.choice(("eq", "ne", "in"))
    return path, operator, {"in": (1, 3), "nin": (0, 2), "between": (1, 3)}.get(operator, random.randint(0, 4))


def field_at(catalog: Catalog, entity: Entity, path: str) -> str:
    """Return the type at the end of a path."""
    *steps, name = path.split(".")
    for step in steps:
        entity = catalog.entities[entity.relations[step].target]
    return entity.fields[name].type


def random_expand(random: Random, catalog: Catalog, entity: Entity, depth: int = 2) -> str:
    """Return a path of relations."""
    relations: list[Relation] = [one for one in entity.relations.values() if not one.target.startswith("crudgen_")]
    if not relations:
        return ""
    relation = random.choice(relations)
    rest = random_expand(random, catalog, catalog.entities[relation.target], depth - 1) if depth > 1 and random.random() < 0.4 else ""
    return f"{relation.name}.{rest}" if rest else relation.name


def random_list(random: Random, catalog: Catalog, made: list[Sketch], entity: Entity) -> Asked:
    """Return a random request for a list."""
    one = next((each for each in made if each.name == entity.name), None)
    is_deep = random.random() < 0.1  # a hidden name at times, which must be refused
    asked: dict[str, Any] = {}
    if random.random() < 0.2:
        asked["terms"] = tuple(random_term(random, catalog, entity) for _ in range(random.choice((1, 1, 1, 2))))
    if one is not None and random.random() < 0.25:
        asked["filter"] = condition(random, made, one, deep=is_deep)
    if random.random() < 0.1:
        asked["search"] = random.choice(TEXTS)
    if random.random() < 0.2:
        asked["sort"] = tuple(random.choice(("", "-")) + random.choice(paths_of(catalog, entity, 1)) for _ in range(1))
    names = [name for name, each in entity.fields.items() if each.type in ("int", "string", "bool", "reference", "links")]
    if random.random() < 0.3:
        asked["fields"] = tuple(random.sample(names, random.randint(1, min(3, len(names)))))
    if random.random() < 0.45:
        asked["expand"] = tuple({name: None for _ in range(random.choice((1, 2))) if (name := random_expand(random, catalog, entity))})
    return Asked(**asked)
