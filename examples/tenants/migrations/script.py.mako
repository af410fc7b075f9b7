<%!
from crudgen.migrate.tidy import merge_imports, quote_doc, tidy
%>\
<%
up, down = upgrades or "pass", downgrades or "pass"
needs_sa = not imports or "sa." in up + down
%>\
"""${(message or "No message") | quote_doc}
% if changes:

${changes | quote_doc}
% endif

Revision ID: ${up_revision}
Revises: ${comma(down_revision) or "nothing"}
Create Date: ${create_date}
"""

% if needs_sa:
import sqlalchemy as sa
% endif
from alembic import op
% if imports:

${imports | merge_imports}
% endif

revision = ${repr(up_revision) | tidy}
down_revision = ${repr(down_revision) | tidy}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
% if is_dev:
written_by = "crudgen serve --dev"
% endif


def upgrade() -> None:
    """Change the tables."""
    ${up | tidy}


def downgrade() -> None:
    """Take the changes back."""
    ${down | tidy}
