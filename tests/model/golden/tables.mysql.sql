CREATE TABLE country (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	name VARCHAR(255) COLLATE utf8mb4_0900_bin NOT NULL, 
	_version BIGINT NOT NULL DEFAULT 1, 
	CONSTRAINT pk_country PRIMARY KEY (id)
);
CREATE TABLE item (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	name VARCHAR(3) COLLATE utf8mb4_0900_bin, 
	note LONGTEXT COLLATE utf8mb4_0900_bin, 
	kind VARCHAR(64) COLLATE utf8mb4_0900_bin, 
	qty BIGINT, 
	price NUMERIC(4, 2), 
	wide NUMERIC(20, 2), 
	ratio DOUBLE, 
	active BOOL, 
	day DATE, 
	at TIME(6), 
	moment DATETIME(6), 
	token CHAR(32), 
	data JSON, 
	pin LONGTEXT COLLATE utf8mb4_0900_bin, 
	_version BIGINT NOT NULL DEFAULT 1, 
	CONSTRAINT pk_item PRIMARY KEY (id), 
	CONSTRAINT ck_item__name CHECK (char_length(name) >= 2), 
	CONSTRAINT ck_item__note CHECK (char_length(note) <= 4), 
	CONSTRAINT ck_item__kind CHECK (kind IN ('a', 'b')), 
	CONSTRAINT ck_item__qty CHECK (qty >= 1 AND qty <= 9), 
	CONSTRAINT ck_item__price CHECK (price >= 0.50), 
	CONSTRAINT ck_item__ratio CHECK (ratio <= 1.0), 
	CONSTRAINT ck_item__active CHECK (active IN (0, 1)), 
	CONSTRAINT ck_item__day CHECK (day >= '2020-01-01'), 
	CONSTRAINT ck_item__pin CHECK (substr(pin, 1, 7) = 'sealed:')
);
CREATE TABLE product (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	name VARCHAR(255) COLLATE utf8mb4_0900_bin NOT NULL, 
	price NUMERIC(12, 2), 
	_version BIGINT NOT NULL DEFAULT 1, 
	CONSTRAINT pk_product PRIMARY KEY (id)
);
CREATE TABLE tag (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	name VARCHAR(255) COLLATE utf8mb4_0900_bin NOT NULL, 
	_version BIGINT NOT NULL DEFAULT 1, 
	CONSTRAINT pk_tag PRIMARY KEY (id)
);
CREATE TABLE customer (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	name VARCHAR(80) COLLATE utf8mb4_0900_bin NOT NULL, 
	email VARCHAR(255) COLLATE utf8mb4_0900_bin, 
	country BIGINT, 
	_version BIGINT NOT NULL DEFAULT 1, 
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
CREATE TABLE `order` (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	number VARCHAR(20) COLLATE utf8mb4_0900_bin NOT NULL, 
	customer BIGINT NOT NULL, 
	status VARCHAR(64) COLLATE utf8mb4_0900_bin NOT NULL DEFAULT 'draft', 
	total NUMERIC(12, 2), 
	placed_at DATETIME(6), 
	_version BIGINT NOT NULL DEFAULT 1, 
	CONSTRAINT pk_order PRIMARY KEY (id), 
	CONSTRAINT fk_order__customer FOREIGN KEY(customer) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_order__status CHECK (status IN ('draft', 'placed', 'paid'))
);
CREATE TABLE line (
	id BIGINT NOT NULL AUTO_INCREMENT, 
	`order` BIGINT NOT NULL, 
	product BIGINT NOT NULL, 
	quantity BIGINT NOT NULL, 
	_version BIGINT NOT NULL DEFAULT 1, 
	CONSTRAINT pk_line PRIMARY KEY (id), 
	CONSTRAINT fk_line__order FOREIGN KEY(`order`) REFERENCES `order` (id) ON DELETE CASCADE, 
	CONSTRAINT fk_line__product FOREIGN KEY(product) REFERENCES product (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_line__quantity CHECK (quantity >= 1)
);
