BEGIN;

CREATE TABLE crudgen_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT crudgen_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> b0001

CREATE TABLE crudgen_user (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    login VARCHAR(150) COLLATE utf8mb4_nopad_bin NOT NULL, 
    name VARCHAR(255) COLLATE utf8mb4_nopad_bin, 
    email VARCHAR(254) COLLATE utf8mb4_nopad_bin, 
    password VARCHAR(255) COLLATE utf8mb4_nopad_bin, 
    roles JSON, 
    is_active BOOL NOT NULL DEFAULT true, 
    created_at DATETIME(6) NOT NULL, 
    updated_at DATETIME(6) NOT NULL, 
    login_folded VARCHAR(150) COLLATE utf8mb4_nopad_bin, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_crudgen_user PRIMARY KEY (id), 
    CONSTRAINT ck_crudgen_user__is_active CHECK (is_active IN (0, 1))
);

CREATE UNIQUE INDEX uq_crudgen_user__login_folded ON crudgen_user (login_folded);

CREATE TABLE crudgen_api_key (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    name VARCHAR(150) COLLATE utf8mb4_nopad_bin NOT NULL, 
    prefix VARCHAR(16) COLLATE utf8mb4_nopad_bin NOT NULL, 
    token_hash VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL, 
    user BIGINT, 
    roles JSON, 
    expires_at DATETIME(6), 
    revoked_at DATETIME(6), 
    last_used_at DATETIME(6), 
    created_at DATETIME(6) NOT NULL, 
    updated_at DATETIME(6) NOT NULL, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_crudgen_api_key PRIMARY KEY (id), 
    CONSTRAINT fk_crudgen_api_key__user FOREIGN KEY(user) REFERENCES crudgen_user (id) ON DELETE CASCADE
);

CREATE INDEX ix_crudgen_api_key__user ON crudgen_api_key (user);

CREATE UNIQUE INDEX uq_crudgen_api_key__token_hash ON crudgen_api_key (token_hash);

CREATE TABLE crudgen_session (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    token_hash VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL, 
    password_mark VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL, 
    user BIGINT NOT NULL, 
    started_at DATETIME(6) NOT NULL, 
    last_seen_at DATETIME(6) NOT NULL, 
    expires_at DATETIME(6) NOT NULL, 
    address VARCHAR(64) COLLATE utf8mb4_nopad_bin, 
    user_agent VARCHAR(255) COLLATE utf8mb4_nopad_bin, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_crudgen_session PRIMARY KEY (id), 
    CONSTRAINT fk_crudgen_session__user FOREIGN KEY(user) REFERENCES crudgen_user (id) ON DELETE CASCADE
);

CREATE INDEX ix_crudgen_session__expires_at ON crudgen_session (expires_at);

CREATE INDEX ix_crudgen_session__user ON crudgen_session (user);

CREATE UNIQUE INDEX uq_crudgen_session__token_hash ON crudgen_session (token_hash);

INSERT INTO crudgen_version (version_num) VALUES ('b0001') RETURNING crudgen_version.version_num;

COMMIT;

BEGIN;

-- Running upgrade b0001 -> b0002

CREATE TABLE crudgen_counter (
    entity VARCHAR(63) COLLATE utf8mb4_nopad_bin NOT NULL, 
    field VARCHAR(63) COLLATE utf8mb4_nopad_bin NOT NULL, 
    `period` VARCHAR(16) COLLATE utf8mb4_nopad_bin NOT NULL, 
    value BIGINT NOT NULL, 
    CONSTRAINT pk_crudgen_counter PRIMARY KEY (entity, field, `period`)
);

UPDATE crudgen_version SET version_num='b0002' WHERE crudgen_version.version_num = 'b0001';

COMMIT;

BEGIN;

-- Running upgrade b0002 -> b0003

CREATE TABLE crudgen_audit (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    at DATETIME(6) NOT NULL, 
    user_id BIGINT, 
    login VARCHAR(150) COLLATE utf8mb4_nopad_bin, 
    door VARCHAR(16) COLLATE utf8mb4_nopad_bin NOT NULL, 
    request VARCHAR(64) COLLATE utf8mb4_nopad_bin, 
    entity VARCHAR(63) COLLATE utf8mb4_nopad_bin NOT NULL, 
    record VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, 
    action VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL, 
    changes JSON, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_crudgen_audit PRIMARY KEY (id), 
    CONSTRAINT ck_crudgen_audit__action CHECK (action IN ('created', 'deleted', 'updated'))
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
    id BIGINT NOT NULL AUTO_INCREMENT, 
    employer BIGINT, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_person PRIMARY KEY (id)
);

CREATE INDEX ix_person__employer ON person (employer);

CREATE TABLE company (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    boss BIGINT, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_company PRIMARY KEY (id), 
    CONSTRAINT fk_company__boss FOREIGN KEY(boss) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_company__boss ON company (boss);

CREATE TABLE customer (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    name VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, 
    email VARCHAR(254) COLLATE utf8mb4_nopad_bin NOT NULL, 
    level VARCHAR(64) COLLATE utf8mb4_nopad_bin DEFAULT 'new', 
    credit NUMERIC(12, 2) DEFAULT (1.50), 
    best_friend BIGINT, 
    created_at DATETIME(6) NOT NULL, 
    updated_at DATETIME(6) NOT NULL, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_customer PRIMARY KEY (id), 
    CONSTRAINT ck_customer__credit CHECK (credit >= 0.00), 
    CONSTRAINT ck_customer__level CHECK (level IN ('it''s old', 'new')), 
    CONSTRAINT fk_customer__best_friend FOREIGN KEY(best_friend) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_customer__best_friend ON customer (best_friend);

CREATE UNIQUE INDEX uq_customer__email ON customer (email);

CREATE TABLE `order` (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    customer BIGINT NOT NULL, 
    placed_at DATETIME(6), 
    created_at DATETIME(6) NOT NULL, 
    updated_at DATETIME(6) NOT NULL, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_order PRIMARY KEY (id), 
    CONSTRAINT fk_order__customer FOREIGN KEY(customer) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_order__customer ON `order` (customer);

CREATE INDEX ix_order__customer__placed_at__desc_4a86b003 ON `order` (customer, placed_at DESC);

CREATE TABLE tag (
    id VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, 
    name VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, 
    _version BIGINT NOT NULL DEFAULT 1, 
    CONSTRAINT pk_tag PRIMARY KEY (id), 
    CONSTRAINT ck_tag__id CHECK (char_length(id) >= 1)
);

CREATE TABLE order_tags (
    order_id BIGINT NOT NULL, 
    tag_id VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, 
    CONSTRAINT pk_order_tags PRIMARY KEY (order_id, tag_id), 
    CONSTRAINT fk_order_tags__order_id FOREIGN KEY(order_id) REFERENCES `order` (id) ON DELETE CASCADE, 
    CONSTRAINT fk_order_tags__tag_id FOREIGN KEY(tag_id) REFERENCES tag (id) ON DELETE CASCADE
);

CREATE INDEX ix_order_tags__tag_id ON order_tags (tag_id);

ALTER TABLE person ADD CONSTRAINT fk_person__employer FOREIGN KEY(employer) REFERENCES company (id) ON DELETE RESTRICT;

ALTER TABLE crudgen_user ADD COLUMN phone VARCHAR(255) COLLATE utf8mb4_nopad_bin;

INSERT INTO alembic_version (version_num) VALUES ('revision1') RETURNING alembic_version.version_num;

COMMIT;

BEGIN;

-- Running upgrade revision1 -> revision2

ALTER TABLE customer DROP CONSTRAINT ck_customer__level;

ALTER TABLE customer MODIFY name VARCHAR(300) COLLATE utf8mb4_nopad_bin NOT NULL;

ALTER TABLE customer ADD CONSTRAINT ck_customer__level CHECK (level IN ('gone', 'it''s old', 'new'));

ALTER TABLE customer ADD COLUMN vip BOOL NOT NULL DEFAULT false;

ALTER TABLE customer ADD CONSTRAINT ck_customer__vip CHECK (vip IN (0, 1));

ALTER TABLE customer ADD COLUMN referrer BIGINT;

ALTER TABLE customer ADD CONSTRAINT fk_customer__referrer FOREIGN KEY(referrer) REFERENCES customer (id) ON DELETE RESTRICT;

CREATE INDEX ix_customer__referrer ON customer (referrer);

CREATE UNIQUE INDEX uq_customer__name__level ON customer (name, level);

ALTER TABLE tag ADD COLUMN color VARCHAR(7) COLLATE utf8mb4_nopad_bin;

UPDATE alembic_version SET version_num='revision2' WHERE alembic_version.version_num = 'revision1';

COMMIT;
