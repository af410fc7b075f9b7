CREATE TABLE country (
	id BIGSERIAL NOT NULL, 
	name VARCHAR(255) COLLATE "C" NOT NULL, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_country PRIMARY KEY (id)
);
CREATE TABLE item (
	id BIGSERIAL NOT NULL, 
	name VARCHAR(3) COLLATE "C", 
	note TEXT COLLATE "C", 
	kind VARCHAR(64) COLLATE "C", 
	qty BIGINT, 
	price NUMERIC(4, 2), 
	wide NUMERIC(20, 2), 
	ratio DOUBLE PRECISION, 
	active BOOLEAN, 
	day DATE, 
	at TIME WITHOUT TIME ZONE, 
	moment TIMESTAMP WITH TIME ZONE, 
	token UUID, 
	data JSONB, 
	pin TEXT COLLATE "C", 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_item PRIMARY KEY (id), 
	CONSTRAINT ck_item__name CHECK (char_length(name) >= 2), 
	CONSTRAINT ck_item__note CHECK (char_length(note) <= 4), 
	CONSTRAINT ck_item__kind CHECK (kind IN ('a', 'b')), 
	CONSTRAINT ck_item__qty CHECK (qty >= 1 AND qty <= 9), 
	CONSTRAINT ck_item__price CHECK (price >= 0.50), 
	CONSTRAINT ck_item__ratio CHECK (ratio <= 1.0), 
	CONSTRAINT ck_item__day CHECK (day >= '2020-01-01'), 
	CONSTRAINT ck_item__pin CHECK (substr(pin, 1, 7) = 'sealed:')
);
CREATE TABLE product (
	id BIGSERIAL NOT NULL, 
	name VARCHAR(255) COLLATE "C" NOT NULL, 
	price NUMERIC(12, 2), 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_product PRIMARY KEY (id)
);
CREATE TABLE tag (
	id BIGSERIAL NOT NULL, 
	name VARCHAR(255) COLLATE "C" NOT NULL, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_tag PRIMARY KEY (id)
);
CREATE TABLE customer (
	id BIGSERIAL NOT NULL, 
	name VARCHAR(80) COLLATE "C" NOT NULL, 
	email VARCHAR(255) COLLATE "C", 
	country BIGINT, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_customer PRIMARY KEY (id), 
	CONSTRAINT fk_customer__country FOREIGN KEY(country) REFERENCES country (id) ON DELETE SET NULL
);
CREATE TABLE product_tags (
	product_id BIGINT NOT NULL, 
	tag_id BIGINT NOT NULL, 
	CONSTRAINT pk_product_tags PRIMARY KEY (product_id, tag_id), 
	CONSTRAINT fk_product_tags__product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE, 
	CONSTRAINT fk_product_tags__tag_id FOREIGN KEY(tag_id) REFERENCES tag (id) ON DELETE CASCADE
);
CREATE TABLE "order" (
	id BIGSERIAL NOT NULL, 
	number VARCHAR(20) COLLATE "C" NOT NULL, 
	customer BIGINT NOT NULL, 
	status VARCHAR(64) COLLATE "C" DEFAULT 'draft' NOT NULL, 
	total NUMERIC(12, 2), 
	placed_at TIMESTAMP WITH TIME ZONE, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_order PRIMARY KEY (id), 
	CONSTRAINT fk_order__customer FOREIGN KEY(customer) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_order__status CHECK (status IN ('draft', 'placed', 'paid'))
);
CREATE TABLE line (
	id BIGSERIAL NOT NULL, 
	"order" BIGINT NOT NULL, 
	product BIGINT NOT NULL, 
	quantity BIGINT NOT NULL, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_line PRIMARY KEY (id), 
	CONSTRAINT fk_line__order FOREIGN KEY("order") REFERENCES "order" (id) ON DELETE CASCADE, 
	CONSTRAINT fk_line__product FOREIGN KEY(product) REFERENCES product (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_line__quantity CHECK (quantity >= 1)
);
