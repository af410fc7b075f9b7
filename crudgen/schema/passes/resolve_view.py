"""One view: the types of its fields, its key, and whether its expressions go together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from crudgen.document import Node
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Catalog, Field, Location, View
from crudgen.schema.draft import EntityDraft, FieldDraft, Formula, ViewDraft, keep_fields, refuse
from crudgen.schema.expression import BOOL, ExpressionError, Names, Scope, compile_expression
from crudgen.schema.expression.groups import find_loose, gathers, is_plain
from crudgen.schema.expression.tree import Typed, walk
from crudgen.schema.names import check_name
from crudgen.schema.passes.check_keys import KEY_TYPES
from crudgen.schema.passes.type_value import type_value
from crudgen.schema.paths import Unread
from crudgen.schema.types.identity import key_type

_WHOLE = "1"
"""The id of the one record of a view over all rows."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """What is known of one view while it is settled: its draft, all entities, and the draft of the one it is made from.

    `names` passes over those that have a mistake of their own.
    """

    draft: EntityDraft
    view: ViewDraft
    source: EntityDraft
    catalog: Catalog
    names: Names
    problems: list[Diagnostic]
    members: dict[str, tuple[FieldDraft, Formula]] = field(default_factory=dict)
    trees: dict[str, Typed] = field(default_factory=dict)

    def resolve(self) -> EntityDraft:
        """Return the view with the fields that are right, their relations and its key."""
        self.members.update({name: one for name, one in self.view.values.items() if name in self.draft.fields})
        group = self._name_group()
        self._compile(self.members)
        is_grouped = bool(group) or any(map(gathers, self.trees.values()))
        key = group or self._add_key(is_grouped=is_grouped)
        if is_grouped:
            self._check_group(group)
        condition = self._compile_filter()
        fields = {name: self._type(name, is_key=name in key, is_grouped=is_grouped) for name in self.members if name in self.trees}
        values = {name: self.members[name][1].text for name in fields}
        made = View(self.source.entity.name, values, condition, is_grouped, group)
        entity = replace(self.draft.entity, key=tuple(name for name in key if name in fields), view=made)
        relations = {name: one.field.relation for name, one in fields.items() if one.field.relation is not None}
        written = keep_fields(self.draft, {name: one for name, one in self.draft.fields.items() if name in fields})
        return replace(written, fields=fields, relations=relations, entity=entity)

    def _name_group(self) -> tuple[str, ...]:
        """Return the fields that `group` names, by their names or by what they are; a plain name becomes a field of its own."""
        by_text = {formula.text.strip(): name for name, (_, formula) in self.members.items()}
        names: dict[str, None] = {}
        added: dict[str, tuple[FieldDraft, Formula]] = {}
        for word in self.view.group:
            name = word.text if word.text in self.members else by_text.get(word.text.strip(), "")
            if not name and self.draft.is_unread(word.text):
                continue
            if not name and check_name(word.text):
                cure = f'write fields: {{name: "{word.text}"}} and group: [name]'
                refuse(self.problems, word.at, "view", f'"{word.text}" is no field of the view', cure)
                continue
            if not name:
                name = word.text
                added[name] = FieldDraft(Field(name, "", at=word.at)), _formula(word.text, word.at)
            names[name] = None
        self._put_first(added)
        return tuple(names)

    def _put_first(self, added: Mapping[str, tuple[FieldDraft, Formula]]) -> None:
        rest = dict(self.members)
        self.members.clear()
        self.members.update({**added, **rest})

    def _compile(self, names: Iterable[str]) -> None:
        scope = Scope(self.catalog, self.catalog.entities[self.source.entity.name], names=self.names, group=True)
        for name in names:
            tree = self._read(self.members[name][1], scope)
            if tree is not None and self._is_shown(name, tree):
                self.trees[name] = tree

    def _read(self, formula: Formula, scope: Scope) -> Typed | None:
        try:
            return compile_expression(formula.text, scope).tree
        except Unread:
            return None
        except ExpressionError as error:
            refuse(self.problems, formula.at(error.offset), error.code, error.message, error.hint)
            return None

    def _is_shown(self, name: str, tree: Typed) -> bool:
        """Refuse what nobody may read, however it is wrapped up."""
        for node in walk(tree):
            if node.op == "path" and not node.value.field.is_readable:
                self._refuse(name, node, f'"{node.value.name}" is never shown, so a view cannot show it', "use another field")
                return False
        return True

    def _add_key(self, *, is_grouped: bool) -> tuple[str, ...]:
        """Return the names of a key that no group makes; those that are not written are added."""
        texts = {"id": _WHOLE} if is_grouped else {name: name for name in self.source.entity.key}
        added = {name: self._key_field(name, text, is_grouped=is_grouped) for name, text in texts.items() if name not in self.members}
        for name in texts.keys() - added.keys():
            if self.members[name][1].text.strip() != name:
                message = f'"{name}" is the key of "{self.source.entity.name}", by which records are addressed'
                refuse(self.problems, self.members[name][0].field.at, "view", message, f"write {name}: {name}, or choose another name")
        self._put_first(added)
        self._compile(added)
        return tuple(texts)

    def _key_field(self, name: str, text: str, *, is_grouped: bool) -> tuple[FieldDraft, Formula]:
        like = Field(name, "", is_implicit=True) if is_grouped else self.source.fields[name].field
        made = Field(name, "", label=like.label, is_implicit=like.is_implicit, at=self.view.at)
        return FieldDraft(made), _formula(text, self.view.at)

    def _check_group(self, group: tuple[str, ...]) -> None:
        """Refuse groups that cannot be made, and what has no one value in a group."""
        grouped = {name: self.trees[name] for name in group if name in self.trees}
        for name, tree in grouped.items():
            if gathers(tree):
                self._refuse(name, tree, f'"{name}" is made of a group, so no group can be made by it', f"take {name} out of group")
        alike = [tree for tree in grouped.values() if is_plain(tree)]
        for name, tree in self.trees.items():
            for node in find_loose(tree, alike) if name not in group else ():
                shown = node.value.name
                if node in grouped.values():
                    message = f'"{shown}" is computed, so that no more can be made of it in the groups that it makes'
                    self._refuse(name, node, message, "make another view from this one")
                    continue
                cure = f"max({shown})" if node.op == "path" else f"sum({self.members[name][1].text})"
                self._refuse(name, node, f'"{shown}" may differ from row to row of a group', f"add it to group, or write {cure}")

    def _compile_filter(self) -> str:
        formula = self.view.filter
        if formula is None:
            return ""
        self._read(formula, Scope(self.catalog, self.catalog.entities[self.source.entity.name], expects=BOOL, names=self.names))
        return formula.text

    def _type(self, name: str, *, is_key: bool, is_grouped: bool) -> FieldDraft:
        member, formula = self.members[name]
        made = type_value(self.catalog, self.draft.entity.name, member.field, self.trees[name])
        if is_key and key_type(self.catalog, made) not in KEY_TYPES:
            message = f'"{name}" cannot be part of a key: its type is {made.type}'
            refuse(self.problems, formula.at(), "key_field", message, "group by something else")
        return replace(member, field=replace(made, is_key=is_key, ci=made.ci and not is_grouped))

    def _refuse(self, name: str, node: Typed, message: str, cure: str) -> None:
        refuse(self.problems, self.members[name][1].at(node.offset), "view", message, cure)


def _formula(text: str, at: Location) -> Formula:
    return Formula(Node(text, at.line, at.column, {}), at.file)
