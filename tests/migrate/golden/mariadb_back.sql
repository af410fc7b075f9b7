BEGIN;

-- Running downgrade revision1 -> revision2

ALTER TABLE customer DROP FOREIGN KEY fk_customer__referrer;

ALTER TABLE customer DROP CONSTRAINT ck_customer__level;

ALTER TABLE customer DROP CONSTRAINT ck_customer__vip;

DROP INDEX ix_customer__referrer ON customer;

ALTER TABLE customer DROP COLUMN vip;

ALTER TABLE customer DROP COLUMN referrer;

ALTER TABLE customer MODIFY name VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL;

ALTER TABLE customer ADD CONSTRAINT ck_customer__level CHECK (level IN ('it''s old', 'new'));

DROP INDEX uq_customer__name__level ON customer;

ALTER TABLE tag DROP COLUMN color;

UPDATE alembic_version SET version_num='revision2' WHERE alembic_version.version_num = 'revision1';

COMMIT;

BEGIN;

-- Running downgrade revision2 -> 

ALTER TABLE crudgen_user DROP COLUMN phone;

ALTER TABLE person DROP FOREIGN KEY fk_person__employer;

DROP TABLE order_tags;

DROP TABLE tag;

DROP TABLE `order`;

DROP TABLE customer;

DROP TABLE company;

DROP TABLE person;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'revision2';

COMMIT;
