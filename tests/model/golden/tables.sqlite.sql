CREATE TABLE country (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(255) NOT NULL, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT ck_country__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255)
);
CREATE TABLE item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(3), 
	note TEXT, 
	kind VARCHAR(64), 
	qty BIGINT, 
	price BIGINT, 
	wide VARCHAR(21), 
	ratio DOUBLE, 
	active BOOLEAN, 
	day DATE, 
	at TIME, 
	moment DATETIME, 
	token CHAR(32), 
	data TEXT, 
	pin TEXT, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT ck_item__name CHECK (typeof(name) IN ('text', 'null') AND length(name) >= 2 AND length(name) <= 3), 
	CONSTRAINT ck_item__note CHECK (typeof(note) IN ('text', 'null') AND length(note) <= 4), 
	CONSTRAINT ck_item__kind CHECK (typeof(kind) IN ('text', 'null') AND kind IN ('a', 'b')), 
	CONSTRAINT ck_item__qty CHECK (typeof(qty) IN ('integer', 'null') AND qty >= 1 AND qty <= 9), 
	CONSTRAINT ck_item__price CHECK (typeof(price) IN ('integer', 'null') AND price BETWEEN -9999 AND 9999 AND price >= 50), 
	CONSTRAINT ck_item__wide CHECK (length(wide) IN (20, 21)), 
	CONSTRAINT ck_item__ratio CHECK (typeof(ratio) IN ('real', 'null') AND ratio <= 1.0), 
	CONSTRAINT ck_item__active CHECK (active IN (0, 1)), 
	CONSTRAINT ck_item__day CHECK (typeof(day) IN ('text', 'null') AND length(day) = 10 AND day >= '2020-01-01'), 
	CONSTRAINT ck_item__at CHECK (typeof(at) IN ('text', 'null') AND length(at) = 15), 
	CONSTRAINT ck_item__moment CHECK (typeof(moment) IN ('text', 'null') AND length(moment) = 26), 
	CONSTRAINT ck_item__token CHECK (length(token) = 32), 
	CONSTRAINT ck_item__data CHECK ((data IS NULL OR json_valid(data))), 
	CONSTRAINT ck_item__pin CHECK (typeof(pin) IN ('text', 'null') AND substr(pin, 1, 7) = 'sealed:')
);
CREATE TABLE product (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(255) NOT NULL, 
	price BIGINT, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT ck_product__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255), 
	CONSTRAINT ck_product__price CHECK (typeof(price) IN ('integer', 'null') AND price BETWEEN -999999999999 AND 999999999999)
);
CREATE TABLE tag (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(255) NOT NULL, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT ck_tag__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 255)
);
CREATE TABLE customer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(80) NOT NULL, 
	email VARCHAR(255), 
	country BIGINT, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT ck_customer__name CHECK (typeof(name) IN ('text', 'null') AND length(name) <= 80), 
	CONSTRAINT ck_customer__email CHECK (typeof(email) IN ('text', 'null') AND length(email) <= 255), 
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
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	number VARCHAR(20) NOT NULL, 
	customer BIGINT NOT NULL, 
	status VARCHAR(64) DEFAULT 'draft' NOT NULL, 
	total BIGINT, 
	placed_at DATETIME, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT ck_order__number CHECK (typeof(number) IN ('text', 'null') AND length(number) <= 20), 
	CONSTRAINT fk_order__customer FOREIGN KEY(customer) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_order__status CHECK (typeof(status) IN ('text', 'null') AND status IN ('draft', 'placed', 'paid')), 
	CONSTRAINT ck_order__total CHECK (typeof(total) IN ('integer', 'null') AND total BETWEEN -999999999999 AND 999999999999), 
	CONSTRAINT ck_order__placed_at CHECK (typeof(placed_at) IN ('text', 'null') AND length(placed_at) = 26)
);
CREATE TABLE line (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"order" BIGINT NOT NULL, 
	product BIGINT NOT NULL, 
	quantity BIGINT NOT NULL, 
	_version BIGINT DEFAULT 1 NOT NULL, 
	CONSTRAINT fk_line__order FOREIGN KEY("order") REFERENCES "order" (id) ON DELETE CASCADE, 
	CONSTRAINT fk_line__product FOREIGN KEY(product) REFERENCES product (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_line__quantity CHECK (typeof(quantity) IN ('integer', 'null') AND quantity >= 1)
);
