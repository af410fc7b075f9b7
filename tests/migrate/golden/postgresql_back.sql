BEGIN;

-- Running downgrade revision1 -> revision2

ALTER TABLE customer DROP CONSTRAINT fk_customer__referrer;

ALTER TABLE customer DROP CONSTRAINT ck_customer__level;

DROP INDEX ix_customer__referrer;

ALTER TABLE customer DROP COLUMN vip;

ALTER TABLE customer DROP COLUMN referrer;

ALTER TABLE customer ALTER COLUMN name TYPE VARCHAR(255) COLLATE "C";

ALTER TABLE customer ADD CONSTRAINT ck_customer__level CHECK (level IN ('it''s old', 'new'));

DROP INDEX uq_customer__name__level;

ALTER TABLE tag DROP COLUMN color;

UPDATE alembic_version SET version_num='revision2' WHERE alembic_version.version_num = 'revision1';

COMMIT;

BEGIN;

-- Running downgrade revision2 -> 

ALTER TABLE crudgen_user DROP COLUMN phone;

ALTER TABLE person DROP CONSTRAINT fk_person__employer;

DROP TABLE order_tags;

DROP TABLE tag;

DROP TABLE "order";

DROP TABLE customer;

DROP TABLE company;

DROP TABLE person;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'revision2';

COMMIT;
