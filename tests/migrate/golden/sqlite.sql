PRAGMA foreign_keys=OFF;

BEGIN;

CREATE TABLE crudgen_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT crudgen_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> b0001

CREATE TABLE crudgen_user (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    login VARCHAR(150) NOT NULL, 
    name VARCHAR(255), 
    email VARCHAR(254), 
    password VARCHAR(255), 
    roles TEXT, 
    is_active BOOLEAN DEFAULT 1 NOT NULL, 
    created_at DATETIME NOT NULL, 
    updated_at DATETIME NOT NULL, 
    login_folded VARCHAR(150), 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT ck_crudgen_user__created_at CHECK (typeof(created_at) IN ('text', 'null') AND length(created_at) = 26), 
    CONSTRAINT ck_crudgen_user__email CHECK (typeof(email) IN ('text', 'null') AND length(email) <= 254), 
    CONSTRAINT ck_crudgen_user__is_active CHECK (is_active IN (0, 1)), 
    CONSTRAINT ck_crudgen_user__login CHECK (typeof(login) IN ('text', 'null') AND length(login) <= 150), 
    CONSTRAINT ck_crudgen_user__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255), 
    CONSTRAINT ck_crudgen_user__password CHECK (typeof(password) IN ('text', 'null') AND length(password) <= 255), 
    CONSTRAINT ck_crudgen_user__roles CHECK ((roles IS NULL OR json_valid(roles))), 
    CONSTRAINT ck_crudgen_user__updated_at CHECK (typeof(updated_at) IN ('text', 'null') AND length(updated_at) = 26)
);

CREATE UNIQUE INDEX uq_crudgen_user__login_folded ON crudgen_user (login_folded);

CREATE TABLE crudgen_api_key (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    name VARCHAR(150) NOT NULL, 
    prefix VARCHAR(16) NOT NULL, 
    token_hash VARCHAR(64) NOT NULL, 
    user BIGINT, 
    roles TEXT, 
    expires_at DATETIME, 
    revoked_at DATETIME, 
    last_used_at DATETIME, 
    created_at DATETIME NOT NULL, 
    updated_at DATETIME NOT NULL, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT ck_crudgen_api_key__created_at CHECK (typeof(created_at) IN ('text', 'null') AND length(created_at) = 26), 
    CONSTRAINT ck_crudgen_api_key__expires_at CHECK (typeof(expires_at) IN ('text', 'null') AND length(expires_at) = 26), 
    CONSTRAINT ck_crudgen_api_key__last_used_at CHECK (typeof(last_used_at) IN ('text', 'null') AND length(last_used_at) = 26), 
    CONSTRAINT ck_crudgen_api_key__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 150), 
    CONSTRAINT ck_crudgen_api_key__prefix CHECK (typeof(prefix) IN ('text', 'null') AND length(prefix) <= 16), 
    CONSTRAINT ck_crudgen_api_key__revoked_at CHECK (typeof(revoked_at) IN ('text', 'null') AND length(revoked_at) = 26), 
    CONSTRAINT ck_crudgen_api_key__roles CHECK ((roles IS NULL OR json_valid(roles))), 
    CONSTRAINT ck_crudgen_api_key__token_hash CHECK (typeof(token_hash) IN ('text', 'null') AND length(token_hash) <= 64), 
    CONSTRAINT ck_crudgen_api_key__updated_at CHECK (typeof(updated_at) IN ('text', 'null') AND length(updated_at) = 26), 
    CONSTRAINT fk_crudgen_api_key__user FOREIGN KEY(user) REFERENCES crudgen_user (id) ON DELETE CASCADE
);

CREATE INDEX ix_crudgen_api_key__user ON crudgen_api_key (user);

CREATE UNIQUE INDEX uq_crudgen_api_key__token_hash ON crudgen_api_key (token_hash);

CREATE TABLE crudgen_session (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    token_hash VARCHAR(64) NOT NULL, 
    password_mark VARCHAR(64) NOT NULL, 
    user BIGINT NOT NULL, 
    started_at DATETIME NOT NULL, 
    last_seen_at DATETIME NOT NULL, 
    expires_at DATETIME NOT NULL, 
    address VARCHAR(64), 
    user_agent VARCHAR(255), 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT ck_crudgen_session__address CHECK (typeof(address) IN ('text', 'null') AND length(address) <= 64), 
    CONSTRAINT ck_crudgen_session__expires_at CHECK (typeof(expires_at) IN ('text', 'null') AND length(expires_at) = 26), 
    CONSTRAINT ck_crudgen_session__last_seen_at CHECK (typeof(last_seen_at) IN ('text', 'null') AND length(last_seen_at) = 26), 
    CONSTRAINT ck_crudgen_session__password_mark CHECK (typeof(password_mark) IN ('text', 'null') AND length(password_mark) <= 64), 
    CONSTRAINT ck_crudgen_session__started_at CHECK (typeof(started_at) IN ('text', 'null') AND length(started_at) = 26), 
    CONSTRAINT ck_crudgen_session__token_hash CHECK (typeof(token_hash) IN ('text', 'null') AND length(token_hash) <= 64), 
    CONSTRAINT ck_crudgen_session__user_agent CHECK (typeof(user_agent) IN ('text', 'null') AND length(user_agent) <= 255), 
    CONSTRAINT fk_crudgen_session__user FOREIGN KEY(user) REFERENCES crudgen_user (id) ON DELETE CASCADE
);

CREATE INDEX ix_crudgen_session__expires_at ON crudgen_session (expires_at);

CREATE INDEX ix_crudgen_session__user ON crudgen_session (user);

CREATE UNIQUE INDEX uq_crudgen_session__token_hash ON crudgen_session (token_hash);

INSERT INTO crudgen_version (version_num) VALUES ('b0001') RETURNING version_num;

COMMIT;

BEGIN;

-- Running upgrade b0001 -> b0002

CREATE TABLE crudgen_counter (
    entity VARCHAR(63) NOT NULL, 
    field VARCHAR(63) NOT NULL, 
    period VARCHAR(16) NOT NULL, 
    value BIGINT NOT NULL, 
    CONSTRAINT pk_crudgen_counter PRIMARY KEY (entity, field, period)
);

UPDATE crudgen_version SET version_num='b0002' WHERE crudgen_version.version_num = 'b0001';

COMMIT;

BEGIN;

-- Running upgrade b0002 -> b0003

CREATE TABLE crudgen_audit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    at DATETIME NOT NULL, 
    user_id BIGINT, 
    login VARCHAR(150), 
    door VARCHAR(16) NOT NULL, 
    request VARCHAR(64), 
    entity VARCHAR(63) NOT NULL, 
    record VARCHAR(255) NOT NULL, 
    action VARCHAR(64) NOT NULL, 
    changes TEXT, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT ck_crudgen_audit__action CHECK (typeof(action) IN ('text', 'null') AND action IN ('created', 'deleted', 'updated')), 
    CONSTRAINT ck_crudgen_audit__at CHECK (typeof(at) IN ('text', 'null') AND length(at) = 26), 
    CONSTRAINT ck_crudgen_audit__changes CHECK ((changes IS NULL OR json_valid(changes))), 
    CONSTRAINT ck_crudgen_audit__door CHECK (typeof(door) IN ('text', 'null') AND length(door) <= 16), 
    CONSTRAINT ck_crudgen_audit__entity CHECK (typeof(entity) IN ('text', 'null') AND length(entity) <= 63), 
    CONSTRAINT ck_crudgen_audit__login CHECK (typeof(login) IN ('text', 'null') AND length(login) <= 150), 
    CONSTRAINT ck_crudgen_audit__record CHECK (typeof(record) IN ('text', 'null') AND length(record) <= 255), 
    CONSTRAINT ck_crudgen_audit__request CHECK (typeof(request) IN ('text', 'null') AND length(request) <= 64), 
    CONSTRAINT ck_crudgen_audit__user_id CHECK (typeof(user_id) IN ('integer', 'null'))
);

CREATE INDEX ix_crudgen_audit__at ON crudgen_audit (at);

CREATE INDEX ix_crudgen_audit__entity__record ON crudgen_audit (entity, record);

CREATE INDEX ix_crudgen_audit__request ON crudgen_audit (request);

CREATE INDEX ix_crudgen_audit__user_id ON crudgen_audit (user_id);

UPDATE crudgen_version SET version_num='b0003' WHERE crudgen_version.version_num = 'b0002';

COMMIT;

BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> revision1

CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    employer BIGINT, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT fk_person__employer FOREIGN KEY(employer) REFERENCES company (id) ON DELETE RESTRICT
);

CREATE INDEX ix_person__employer ON person (employer);

CREATE TABLE company (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    boss BIGINT, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT fk_company__boss FOREIGN KEY(boss) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_company__boss ON company (boss);

CREATE TABLE customer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    name VARCHAR(255) NOT NULL, 
    email VARCHAR(254) NOT NULL, 
    level VARCHAR(64) DEFAULT 'new', 
    credit BIGINT DEFAULT 150, 
    best_friend BIGINT, 
    created_at DATETIME NOT NULL, 
    updated_at DATETIME NOT NULL, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT ck_customer__created_at CHECK (typeof(created_at) IN ('text', 'null') AND length(created_at) = 26), 
    CONSTRAINT ck_customer__credit CHECK (typeof(credit) IN ('integer', 'null') AND credit BETWEEN -999999999999 AND 999999999999 AND credit >= 0), 
    CONSTRAINT ck_customer__email CHECK (typeof(email) IN ('text', 'null') AND length(email) <= 254), 
    CONSTRAINT ck_customer__level CHECK (typeof(level) IN ('text', 'null') AND level IN ('it''s old', 'new')), 
    CONSTRAINT ck_customer__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255), 
    CONSTRAINT ck_customer__updated_at CHECK (typeof(updated_at) IN ('text', 'null') AND length(updated_at) = 26), 
    CONSTRAINT fk_customer__best_friend FOREIGN KEY(best_friend) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_customer__best_friend ON customer (best_friend);

CREATE UNIQUE INDEX uq_customer__email ON customer (email);

CREATE TABLE "order" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    customer BIGINT NOT NULL, 
    placed_at DATETIME, 
    created_at DATETIME NOT NULL, 
    updated_at DATETIME NOT NULL, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT ck_order__created_at CHECK (typeof(created_at) IN ('text', 'null') AND length(created_at) = 26), 
    CONSTRAINT ck_order__placed_at CHECK (typeof(placed_at) IN ('text', 'null') AND length(placed_at) = 26), 
    CONSTRAINT ck_order__updated_at CHECK (typeof(updated_at) IN ('text', 'null') AND length(updated_at) = 26), 
    CONSTRAINT fk_order__customer FOREIGN KEY(customer) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_order__customer ON "order" (customer);

CREATE INDEX ix_order__customer__placed_at__desc_4a86b003 ON "order" (customer, placed_at DESC);

CREATE TABLE tag (
    id VARCHAR(255) NOT NULL, 
    name VARCHAR(255) NOT NULL, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT pk_tag PRIMARY KEY (id), 
    CONSTRAINT ck_tag__id CHECK (typeof(id) IN ('text', 'null') AND length(id) >= 1 AND length(id) <= 255), 
    CONSTRAINT ck_tag__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255)
);

CREATE TABLE order_tags (
    order_id BIGINT NOT NULL, 
    tag_id VARCHAR(255) NOT NULL, 
    CONSTRAINT pk_order_tags PRIMARY KEY (order_id, tag_id), 
    CONSTRAINT fk_order_tags__order_id FOREIGN KEY(order_id) REFERENCES "order" (id) ON DELETE CASCADE, 
    CONSTRAINT fk_order_tags__tag_id FOREIGN KEY(tag_id) REFERENCES tag (id) ON DELETE CASCADE
);

CREATE INDEX ix_order_tags__tag_id ON order_tags (tag_id);

ALTER TABLE crudgen_user ADD COLUMN phone VARCHAR(255) CONSTRAINT ck_crudgen_user__phone CHECK (typeof(phone) IN ('text', 'null') AND length(phone) <= 255);

INSERT INTO alembic_version (version_num) VALUES ('revision1') RETURNING version_num;

COMMIT;

BEGIN;

-- Running upgrade revision1 -> revision2

CREATE TEMP TABLE crudgen_sequence AS SELECT seq FROM sqlite_sequence WHERE name = 'customer';

PRAGMA legacy_alter_table=ON;

CREATE TABLE _alembic_tmp_customer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
    name VARCHAR(300) NOT NULL, 
    email VARCHAR(254) NOT NULL, 
    level VARCHAR(64) DEFAULT 'new', 
    credit BIGINT DEFAULT 150, 
    best_friend BIGINT, 
    created_at DATETIME NOT NULL, 
    updated_at DATETIME NOT NULL, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    vip BOOLEAN DEFAULT 0 NOT NULL, 
    referrer BIGINT, 
    CONSTRAINT ck_customer__created_at CHECK (typeof(created_at) IN ('text', 'null') AND length(created_at) = 26), 
    CONSTRAINT ck_customer__credit CHECK (typeof(credit) IN ('integer', 'null') AND credit BETWEEN -999999999999 AND 999999999999 AND credit >= 0), 
    CONSTRAINT ck_customer__email CHECK (typeof(email) IN ('text', 'null') AND length(email) <= 254), 
    CONSTRAINT ck_customer__updated_at CHECK (typeof(updated_at) IN ('text', 'null') AND length(updated_at) = 26), 
    CONSTRAINT fk_customer__best_friend FOREIGN KEY(best_friend) REFERENCES customer (id) ON DELETE RESTRICT, 
    CONSTRAINT ck_customer__level CHECK (typeof(level) IN ('text', 'null') AND level IN ('gone', 'it''s old', 'new')), 
    CONSTRAINT ck_customer__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 300), 
    CONSTRAINT ck_customer__vip CHECK (vip IN (0, 1)), 
    CONSTRAINT fk_customer__referrer FOREIGN KEY(referrer) REFERENCES customer (id) ON DELETE RESTRICT
);

INSERT INTO _alembic_tmp_customer (id, name, email, level, credit, best_friend, created_at, updated_at, _version) SELECT customer.id, customer.name, customer.email, customer.level, customer.credit, customer.best_friend, customer.created_at, customer.updated_at, customer._version 
FROM customer;

DROP TABLE customer;

ALTER TABLE _alembic_tmp_customer RENAME TO customer;

CREATE INDEX ix_customer__best_friend ON customer (best_friend);

CREATE UNIQUE INDEX uq_customer__email ON customer (email);

PRAGMA legacy_alter_table=OFF;

DELETE FROM sqlite_sequence WHERE name = 'customer';

INSERT INTO sqlite_sequence (name, seq) SELECT 'customer', seq FROM temp.crudgen_sequence;

DROP TABLE temp.crudgen_sequence;

CREATE INDEX ix_customer__referrer ON customer (referrer);

CREATE UNIQUE INDEX uq_customer__name__level ON customer (name, level);

ALTER TABLE tag ADD COLUMN color VARCHAR(7) CONSTRAINT ck_tag__color CHECK (typeof(color) IN ('text', 'null') AND length(color) <= 7);

UPDATE alembic_version SET version_num='revision2' WHERE alembic_version.version_num = 'revision1';

COMMIT;
