PRAGMA foreign_keys=OFF;

BEGIN;

-- Running downgrade revision1 -> revision2

CREATE TEMP TABLE crudgen_sequence AS SELECT seq FROM sqlite_sequence WHERE name = 'customer';

PRAGMA legacy_alter_table=ON;

CREATE TABLE _alembic_tmp_customer (
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
    CONSTRAINT ck_customer__updated_at CHECK (typeof(updated_at) IN ('text', 'null') AND length(updated_at) = 26), 
    CONSTRAINT fk_customer__best_friend FOREIGN KEY(best_friend) REFERENCES customer (id) ON DELETE RESTRICT, 
    CONSTRAINT ck_customer__level CHECK (typeof(level) IN ('text', 'null') AND level IN ('it''s old', 'new')), 
    CONSTRAINT ck_customer__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255)
);

INSERT INTO _alembic_tmp_customer (id, name, email, level, credit, best_friend, created_at, updated_at, _version) SELECT customer.id, customer.name, customer.email, customer.level, customer.credit, customer.best_friend, customer.created_at, customer.updated_at, customer._version 
FROM customer;

DROP TABLE customer;

ALTER TABLE _alembic_tmp_customer RENAME TO customer;

CREATE INDEX ix_customer__best_friend ON customer (best_friend);

CREATE UNIQUE INDEX uq_customer__email ON customer (email);

CREATE UNIQUE INDEX uq_customer__name__level ON customer (name, level);

PRAGMA legacy_alter_table=OFF;

DELETE FROM sqlite_sequence WHERE name = 'customer';

INSERT INTO sqlite_sequence (name, seq) SELECT 'customer', seq FROM temp.crudgen_sequence;

DROP TABLE temp.crudgen_sequence;

DROP INDEX uq_customer__name__level;

PRAGMA legacy_alter_table=ON;

CREATE TABLE _alembic_tmp_tag (
    id VARCHAR(255) NOT NULL, 
    name VARCHAR(255) NOT NULL, 
    _version BIGINT DEFAULT 1 NOT NULL, 
    CONSTRAINT pk_tag PRIMARY KEY (id), 
    CONSTRAINT ck_tag__id CHECK (typeof(id) IN ('text', 'null') AND length(id) >= 1 AND length(id) <= 255), 
    CONSTRAINT ck_tag__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255)
);

INSERT INTO _alembic_tmp_tag (id, name, _version) SELECT tag.id, tag.name, tag._version 
FROM tag;

DROP TABLE tag;

ALTER TABLE _alembic_tmp_tag RENAME TO tag;

PRAGMA legacy_alter_table=OFF;

UPDATE alembic_version SET version_num='revision2' WHERE alembic_version.version_num = 'revision1';

COMMIT;

BEGIN;

-- Running downgrade revision2 -> 

CREATE TEMP TABLE crudgen_sequence AS SELECT seq FROM sqlite_sequence WHERE name = 'crudgen_user';

PRAGMA legacy_alter_table=ON;

CREATE TABLE _alembic_tmp_crudgen_user (
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

INSERT INTO _alembic_tmp_crudgen_user (id, login, name, email, password, roles, is_active, created_at, updated_at, login_folded, _version) SELECT crudgen_user.id, crudgen_user.login, crudgen_user.name, crudgen_user.email, crudgen_user.password, crudgen_user.roles, crudgen_user.is_active, crudgen_user.created_at, crudgen_user.updated_at, crudgen_user.login_folded, crudgen_user._version 
FROM crudgen_user;

DROP TABLE crudgen_user;

ALTER TABLE _alembic_tmp_crudgen_user RENAME TO crudgen_user;

CREATE UNIQUE INDEX uq_crudgen_user__login_folded ON crudgen_user (login_folded);

PRAGMA legacy_alter_table=OFF;

DELETE FROM sqlite_sequence WHERE name = 'crudgen_user';

INSERT INTO sqlite_sequence (name, seq) SELECT 'crudgen_user', seq FROM temp.crudgen_sequence;

DROP TABLE temp.crudgen_sequence;

DROP TABLE order_tags;

DROP TABLE tag;

DROP TABLE "order";

DROP TABLE customer;

DROP TABLE company;

DROP TABLE person;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'revision2';

COMMIT;
