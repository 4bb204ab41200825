-- The tables of version 1, as Loket 0.1 made them. Frozen: files like this are at the counters.
CREATE TABLE facts (
	name VARCHAR NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE residents (
	"row" INTEGER NOT NULL,
	id VARCHAR NOT NULL,
	nik VARCHAR NOT NULL,
	kk VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	birth_date VARCHAR NOT NULL,
	record TEXT NOT NULL,
	PRIMARY KEY ("row"),
	UNIQUE (id)
);
CREATE INDEX ix_residents_kk ON residents (kk);
CREATE INDEX ix_residents_birth_date ON residents (birth_date);
CREATE INDEX ix_residents_nik ON residents (nik);
CREATE TABLE drafts (
	"case" VARCHAR NOT NULL,
	number VARCHAR NOT NULL,
	service VARCHAR NOT NULL,
	resident VARCHAR NOT NULL,
	officer VARCHAR NOT NULL,
	touched_at VARCHAR NOT NULL,
	PRIMARY KEY ("case")
);
CREATE INDEX ix_drafts_resident ON drafts (resident);
CREATE TABLE blobs (
	sha256 VARCHAR NOT NULL,
	data BLOB NOT NULL,
	PRIMARY KEY (sha256)
);
CREATE TABLE blob_uses (
	sha256 VARCHAR NOT NULL,
	"case" VARCHAR NOT NULL,
	user VARCHAR NOT NULL,
	PRIMARY KEY (sha256, "case", user)
);
CREATE INDEX ix_blob_uses_case ON blob_uses ("case");
CREATE TABLE actions (
	"row" INTEGER NOT NULL,
	id VARCHAR NOT NULL,
	"case" VARCHAR NOT NULL,
	raw BLOB NOT NULL,
	signature BLOB NOT NULL,
	number INTEGER NOT NULL,
	own INTEGER NOT NULL,
	packet VARCHAR NOT NULL,
	refused VARCHAR NOT NULL,
	erased INTEGER NOT NULL,
	head BLOB NOT NULL,
	PRIMARY KEY ("row"),
	UNIQUE (id)
);
CREATE INDEX ix_actions_packet ON actions (packet);
CREATE INDEX ix_actions_case ON actions ("case");
CREATE INDEX actions_unsealed ON actions (own, packet, number);
CREATE TABLE cases (
	id VARCHAR NOT NULL,
	number VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	resident VARCHAR NOT NULL,
	birth_date VARCHAR NOT NULL,
	village VARCHAR NOT NULL,
	service VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	upstream VARCHAR NOT NULL,
	holder VARCHAR NOT NULL,
	recorder VARCHAR NOT NULL,
	approver VARCHAR NOT NULL,
	recorded_at VARCHAR NOT NULL,
	last_at VARCHAR NOT NULL,
	receipted INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_cases_resident ON cases (resident);
CREATE INDEX cases_by_time ON cases (last_at);
CREATE INDEX ix_cases_number ON cases (number);
CREATE INDEX cases_by_status ON cases (status, last_at);
CREATE TABLE packets (
	id VARCHAR NOT NULL,
	"case" VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	sha256 VARCHAR NOT NULL,
	path VARCHAR NOT NULL,
	created VARCHAR NOT NULL,
	tries INTEGER NOT NULL,
	reason VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE grants (
	officer VARCHAR NOT NULL,
	station VARCHAR NOT NULL,
	raw BLOB NOT NULL,
	signature BLOB NOT NULL,
	PRIMARY KEY (officer, station)
);
CREATE TABLE revoked (
	officer VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY (officer)
);
CREATE TABLE problems (
	"row" INTEGER NOT NULL,
	at VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	record BLOB NOT NULL,
	solved INTEGER NOT NULL,
	PRIMARY KEY ("row")
);
CREATE TABLE marks (
	"case" VARCHAR NOT NULL,
	officer VARCHAR NOT NULL,
	record BLOB NOT NULL,
	PRIMARY KEY ("case", officer)
);
CREATE TABLE blank_entries (
	"row" INTEGER NOT NULL,
	id VARCHAR NOT NULL,
	move VARCHAR NOT NULL,
	batch VARCHAR NOT NULL,
	label INTEGER NOT NULL,
	count INTEGER NOT NULL,
	"case" VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	officer VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY ("row"),
	UNIQUE (id)
);
CREATE INDEX blank_entries_by_label ON blank_entries (batch, label);
CREATE TABLE spendings (
	serial VARCHAR NOT NULL,
	intended INTEGER NOT NULL,
	begun INTEGER NOT NULL,
	good INTEGER NOT NULL,
	PRIMARY KEY (serial)
);
CREATE TABLE jobs (
	id VARCHAR NOT NULL,
	"case" VARCHAR NOT NULL,
	serial VARCHAR NOT NULL,
	blank VARCHAR NOT NULL,
	way VARCHAR NOT NULL,
	stage VARCHAR NOT NULL,
	printer_job INTEGER NOT NULL,
	counter_before INTEGER NOT NULL,
	counter_after INTEGER NOT NULL,
	outcome VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_jobs_case ON jobs ("case");
CREATE TABLE views (
	"row" INTEGER NOT NULL,
	at VARCHAR NOT NULL,
	officer VARCHAR NOT NULL,
	what VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	PRIMARY KEY ("row")
);
CREATE TABLE draft_parts (
	"case" VARCHAR NOT NULL,
	part VARCHAR NOT NULL,
	record BLOB NOT NULL,
	PRIMARY KEY ("case", part),
	FOREIGN KEY("case") REFERENCES drafts ("case") ON DELETE CASCADE
);
CREATE TABLE payloads (
	action VARCHAR NOT NULL,
	salt BLOB NOT NULL,
	payload BLOB NOT NULL,
	PRIMARY KEY (action),
	FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE VIRTUAL TABLE resident_words USING fts5(name, address, prefix='2 3', tokenize='unicode61');
INSERT INTO resident_words(resident_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE resident_vocabulary USING fts5vocab(resident_words, 'row');
PRAGMA user_version = 1;
