"""What a value must also be by the project's settings, which the schema's validator does not know: passwords and roles."""

from collections.abc import Sequence

from crudgen.config import Settings
from crudgen.document import nearest
from crudgen.errors import FieldError
from crudgen.plan.rights import ADMIN
from crudgen.schema.catalog import Catalog, Entity
from crudgen.schema.types.base import BadValue
from crudgen.schema.types.codes import MAX_LENGTH
from crudgen.service.accounts import MAX_LOGIN, normalise_login
from crudgen.service.passwords import check_password
from crudgen.service.validate import Draft


def judge(settings: Settings, catalog: Catalog, entity: Entity, draft: Draft, pointer: str = "") -> None:
    """Add to the draft's errors: passwords of a bad length, and roles of a user that `config.yaml` does not know.

    A user's login is put into the one form that it is stored and looked up in.
    """
    for name, value in draft.values.items():
        if value is not None and entity.fields[name].type == "password":
            draft.errors.extend(check_length(settings, value, f"{pointer}/{name}"))
    if entity.is_builtin and entity.name == "user":
        login = draft.values.get("login")
        if login:  # as sign-in looks it up, whichever door it came through
            draft.values["login"] = normalise_login(login)
            if draft.values["login"] is None:
                draft.errors.append(FieldError(f"{pointer}/login", "max_length", MAX_LENGTH, {"max_length": str(MAX_LOGIN)}))
        draft.errors.extend(check_roles(catalog, draft.values.get("roles") or (), f"{pointer}/roles"))


def check_length(settings: Settings, password: str, pointer: str) -> list[FieldError]:
    """Return what is wrong with the length of a password."""
    try:
        check_password(password, settings.auth.password_min_length)
    except BadValue as exc:
        return [FieldError(pointer, exc.code, exc.template, exc.params)]
    return []


def check_roles(catalog: Catalog, names: Sequence[str], pointer: str) -> list[FieldError]:
    """Return an error, with the nearest name, for each role that `config.yaml` does not know; `admin` always exists."""
    known = tuple(dict.fromkeys((ADMIN, *catalog.roles)))
    return [_unknown_role(name, known, f"{pointer}/{index}") for index, name in enumerate(names) if name not in known]


def _unknown_role(name: str, known: Sequence[str], pointer: str) -> FieldError:
    guess = nearest(name, known)
    if guess:
        return FieldError(pointer, "unknown_role", 'there is no role "{role}"; did you mean "{guess}"?', {"role": name, "guess": guess})
    roles = ", ".join(known)
    return FieldError(pointer, "unknown_role", 'there is no role "{role}"; known roles: {roles}', {"role": name, "roles": roles})
