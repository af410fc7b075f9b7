"""Two people, one record: what to show when somebody else saved first."""

from collections.abc import Sequence
from dataclasses import replace

from crudgen.admin.form import Input, Sent, is_cleared, mark, seen_of, sent_texts


def merge_inputs(fresh: Sequence[Input], sent: Sent) -> list[Input]:
    """Return the inputs of the record as it is now, with what this person changed on top.

    `fresh` are the inputs of the record as it is now. An input that both changed gets `theirs`, what the other person saved.
    """
    return [_merge(one, sent) for one in fresh]


def _merge(one: Input, sent: Sent) -> Input:
    texts = sent_texts(one, sent)
    before = seen_of(one, sent)
    if is_cleared(one, sent):
        return replace(one, is_cleared=True)
    if texts is None or mark(texts) == before or mark(texts) == one.seen:
        return one
    mine = replace(one, texts=tuple(texts))
    return mine if one.seen == before else replace(mine, theirs=one.texts)
