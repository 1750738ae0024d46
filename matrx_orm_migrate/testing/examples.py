"""Schemas that try whatever reads schemas: odd names, keys and relations, and a column of every type.

A target generates something of each, whatever it leaves out.
"""

from __future__ import annotations

__all__ = ["EVERY_TYPE", "MORE_ODDITIES", "ODDITIES"]

ODDITIES = """
CREATE SCHEMA "Other.Schema";
CREATE TYPE mood AS ENUM ('sad', 'very happy', '1st', '', 'SAD', 'mro', '__dunder__', 'it''s "quoted"');
CREATE TYPE "Other.Schema".mood AS ENUM ('other');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE "class" (id serial PRIMARY KEY, "def" text, "select" integer, metadata jsonb, registry text, "a.b" text,
    "A b" text, "a b" text, __private integer, "_sa_x" integer, "1st" text, sa text, pg text, "Mapped" text);
CREATE TABLE metadata (id bigserial PRIMARY KEY, class_id integer REFERENCES "class", bytes bytea, raw bytea,
    list integer[], str text, int integer, dict jsonb, again jsonb, dates date[], date date, datetime timestamp(3),
    "uuid" uuid DEFAULT gen_random_uuid(), text text DEFAULT ':word \\:x %s {"a":1}', "Any" integer);
CREATE TABLE base (id integer GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY 2 CYCLE) PRIMARY KEY);
CREATE TABLE "Base" (id integer PRIMARY KEY REFERENCES base);
CREATE TABLE "we""ird" ("日本語" integer PRIMARY KEY, "we""ird" text, "%(x)s" text CHECK ("%(x)s" <> ':foo %'));
CREATE TABLE "日本語" ("日本語" integer REFERENCES "we""ird", "Order Details" text UNIQUE NULLS NOT DISTINCT);
CREATE TABLE "Order Details" (a integer, b integer, c mood[] NOT NULL DEFAULT '{}', d mood DEFAULT 'very happy',
    e "Other.Schema".mood, PRIMARY KEY (b, a), UNIQUE (a) INCLUDE (b), UNIQUE (b) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "Other.Schema".users (id uuid PRIMARY KEY, a integer, b integer, sender_id integer REFERENCES base,
    receiver_id integer REFERENCES base ON DELETE CASCADE, parent_id uuid REFERENCES "Other.Schema".users,
    FOREIGN KEY (b, a) REFERENCES "Order Details" (b, a) MATCH FULL DEFERRABLE);
CREATE TABLE users (id integer PRIMARY KEY, friend_id integer UNIQUE REFERENCES users, number serial,
    pair pair, positive positive, span tstzrange, spans int4multirange, "char" "char", price numeric(10,2),
    wait interval day to second(2), bits bit varying(3), code character(3) COLLATE "C", ip inet, place point,
    upper text GENERATED ALWAYS AS (upper(code)) STORED);
CREATE TABLE friendship (user_id integer REFERENCES users, friend_id integer REFERENCES users,
    PRIMARY KEY (user_id, friend_id));
CREATE TABLE tenants (id integer PRIMARY KEY);
CREATE TABLE customers (tenant_id integer REFERENCES tenants, id integer, PRIMARY KEY (tenant_id, id));
CREATE TABLE orders (tenant_id integer REFERENCES tenants, id integer, customer_id integer, billed_id integer,
    previous_id integer, PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers, FOREIGN KEY (tenant_id, billed_id) REFERENCES customers,
    FOREIGN KEY (tenant_id, previous_id) REFERENCES orders);
CREATE TABLE tagged (customer_tenant integer, customer_id integer, base_id integer REFERENCES base,
    noted timestamptz DEFAULT now(), PRIMARY KEY (customer_tenant, customer_id, base_id),
    FOREIGN KEY (customer_tenant, customer_id) REFERENCES customers);
CREATE TABLE no_key (at timestamptz, line text);
CREATE TABLE unique_only (code text NOT NULL UNIQUE, extra jsonb);
CREATE TABLE no_way (extra jsonb);
CREATE TABLE nothing ();
CREATE TABLE status (id integer PRIMARY KEY, status text);
CREATE TYPE status_ AS ENUM ('a');
CREATE TYPE "Status" AS ENUM ('b');
CREATE UNLOGGED TABLE log (id integer PRIMARY KEY, line text, n integer CONSTRAINT n_is_there NOT NULL)
    WITH (fillfactor = 70);
CREATE INDEX ON log (lower(line) DESC NULLS LAST, id) INCLUDE (n) WITH (fillfactor = 60) WHERE id > 3;
CREATE UNIQUE INDEX ON log USING btree (line COLLATE "C" text_pattern_ops);
ALTER TABLE log ADD CONSTRAINT checked CHECK (line !~ '[[:space:]]') NOT VALID, ADD CHECK (line IN ('a', 'b'));
ALTER TABLE log ALTER COLUMN line SET STORAGE EXTERNAL, ALTER COLUMN id SET STATISTICS 500;
COMMENT ON TABLE log IS 'it''s "the" :log \\ 100%
second line';
COMMENT ON COLUMN log.line IS '%s :x "quoted"';
COMMENT ON INDEX log_pkey IS 'of the key';
CREATE SEQUENCE free_one AS smallint INCREMENT BY -1 MINVALUE -50 CACHE 3;
COMMENT ON SEQUENCE free_one IS '100%';
COMMENT ON TYPE mood IS 'feelings';
CREATE TABLE parted (id integer, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parted_rest PARTITION OF parted DEFAULT;
CREATE INDEX ON parted (at);
"""
"""Names that are keywords or no identifiers, names that clash, several foreign keys to one table, tables that refer to
themselves, junctions, composite keys, tables without a key or without columns, partitions, two schemas."""

MORE_ODDITIES = """
CREATE TYPE nothing_at_all AS ENUM ();
CREATE DOMAIN given AS text NOT NULL DEFAULT 'x' CHECK (VALUE <> '');
CREATE DOMAIN given_again AS given;
CREATE DOMAIN moods AS mood[];
CREATE TYPE nested AS (one pair, many pair[], word given, "class" mood);
CREATE DOMAIN checked_pair AS pair CHECK ((VALUE).a > 0);
CREATE TABLE film_insert (id integer PRIMARY KEY);
CREATE TABLE film (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, given given, again given_again, moods moods,
    nested nested, checked checked_pair, none nothing_at_all, "copy" text, "json" jsonb, "model_dump" text,
    "constructor" text, "__proto__" text, "a*/b" text, "new
line" text, whole film_insert, wholes film_insert[], twice integer GENERATED ALWAYS AS (1 + 1) STORED,
    small numeric(2,5), whole_thousands numeric(3,-2), "field" text, "Field" text, "Film" text, "StrEnum" integer,
    code char(4) NOT NULL, tags varchar(5)[] NOT NULL, "default" integer NOT NULL, "self" integer);
CREATE TABLE "FilmInsert" (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, film_id bigint REFERENCES film);
CREATE TABLE "Json" (id integer PRIMARY KEY);
CREATE TABLE "Date" (id integer PRIMARY KEY, at date);
CREATE TABLE str_enum (id integer PRIMARY KEY, "str" text, "list" text[], later text);
CREATE VIEW "class view" AS SELECT id, again, nested, row(1, 2) IS NULL AS "is" FROM film;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM film;
CREATE FUNCTION twice(a integer, b given DEFAULT 'x') RETURNS bigint LANGUAGE sql AS 'SELECT 2 * a';
CREATE FUNCTION twice(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION films(VARIADIC ids bigint[]) RETURNS SETOF film LANGUAGE sql AS 'SELECT * FROM film';
CREATE FUNCTION pairs() RETURNS TABLE (pair pair, "to" mood) LANGUAGE sql AS 'SELECT NULL::pair, NULL::mood';
CREATE FUNCTION halves(INOUT a integer, OUT b integer) LANGUAGE sql AS 'SELECT a, a';
CREATE FUNCTION same(anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
COMMENT ON COLUMN film.code IS 'ends */ here: \"\"\"quoted\"\"\" \\ and
goes on';
COMMENT ON TABLE film IS 'films */ of "all" kinds"';
"""
"""What tries targets that describe values: domains over everything, nested types, views, functions, names that the
languages or the generated files have already.  It goes on top of `ODDITIES`, in ``public``."""

EVERY_TYPE = """
CREATE EXTENSION hstore;
CREATE EXTENSION ltree;
CREATE EXTENSION citext;
CREATE TYPE mood AS ENUM ('sad','happy');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN words AS text;
CREATE TYPE spans AS RANGE (SUBTYPE = numeric);
CREATE TABLE every (
    a_bool boolean DEFAULT true, a_int2 smallint DEFAULT 1, a_int4 integer DEFAULT 1, a_int8 bigint DEFAULT 1,
    a_oid oid DEFAULT 1, a_float4 real DEFAULT 1, a_float8 double precision DEFAULT 1,
    a_numeric numeric(5,2) DEFAULT 1, a_money money DEFAULT 1, a_text text DEFAULT 'x',
    a_varchar varchar(3) DEFAULT 'x', a_char char(3) DEFAULT 'x', a_qchar "char" DEFAULT 'x', a_name name DEFAULT 'x',
    a_bytea bytea DEFAULT 'x', a_date date DEFAULT '2024-01-01', a_time time DEFAULT '01:02',
    a_timetz timetz DEFAULT '01:02+01', a_ts timestamp DEFAULT '2024-01-01', a_tstz timestamptz DEFAULT '2024-01-01',
    a_interval interval DEFAULT '1 day', a_uuid uuid DEFAULT gen_random_uuid(), a_json json DEFAULT '{"a":[1]}',
    a_jsonb jsonb DEFAULT '{"a":[1]}', a_inet inet DEFAULT '10.0.0.1', a_cidr cidr DEFAULT '10.0.0.0/8',
    a_mac macaddr DEFAULT '08:00:2b:01:02:03', a_mac8 macaddr8 DEFAULT '08:00:2b:01:02:03:04:05',
    a_bit bit(3) DEFAULT '101', a_varbit bit varying DEFAULT '101', a_point point DEFAULT '(1,2)',
    a_line line DEFAULT '{1,2,3}', a_lseg lseg DEFAULT '[(1,2),(3,4)]', a_box box DEFAULT '(1,2),(3,4)',
    a_path path DEFAULT '((1,2),(3,4))', a_polygon polygon DEFAULT '((1,2),(3,4))',
    a_circle circle DEFAULT '<(1,2),3>', a_tsvector tsvector DEFAULT 'a b', a_tsquery tsquery DEFAULT 'a & b',
    a_jsonpath jsonpath DEFAULT '$.a', a_lsn pg_lsn DEFAULT '0/1', a_int4range int4range DEFAULT '[1,2)',
    a_multi int4multirange DEFAULT '{[1,2)}', a_tsr tstzrange DEFAULT '[2024-01-01,)', a_spans spans DEFAULT '[1,2]',
    a_regclass regclass DEFAULT 'pg_class', a_xid xid DEFAULT '1', a_tid tid DEFAULT '(0,1)',
    a_mood mood DEFAULT 'sad', a_pair pair DEFAULT '(1,x)', a_positive positive DEFAULT 1, a_words words DEFAULT 'x',
    a_hstore hstore DEFAULT 'a=>1', a_ltree ltree DEFAULT 'a.b', a_citext citext DEFAULT 'X',
    r_bool boolean[] DEFAULT '{t}', r_int4 integer[] DEFAULT '{1,2}', r_int8 bigint[] DEFAULT '{1}',
    r_int2 smallint[] DEFAULT '{1}', r_float8 float8[] DEFAULT '{1}', r_numeric numeric[] DEFAULT '{1}',
    r_text text[] DEFAULT '{x}', r_varchar varchar[] DEFAULT '{x}', r_char char(3)[] DEFAULT '{x}',
    r_uuid uuid[] DEFAULT ARRAY[gen_random_uuid()], r_json json[] DEFAULT ARRAY['{}']::json[],
    r_jsonb jsonb[] DEFAULT ARRAY['{}']::jsonb[], r_date date[] DEFAULT '{2024-01-01}',
    r_ts timestamp[] DEFAULT '{2024-01-01}', r_tstz timestamptz[] DEFAULT '{2024-01-01}',
    r_time time[] DEFAULT '{01:02}', r_timetz timetz[] DEFAULT '{01:02+01}', r_interval interval[] DEFAULT '{1 day}',
    r_bytea bytea[] DEFAULT '{x}', r_inet inet[] DEFAULT '{10.0.0.1}', r_cidr cidr[] DEFAULT '{10.0.0.0/8}',
    r_mac macaddr[] DEFAULT '{08:00:2b:01:02:03}', r_point point[] DEFAULT '{"(1,2)"}', r_money money[] DEFAULT '{1}',
    r_oid oid[] DEFAULT '{1}', r_float4 real[] DEFAULT '{1}', r_bit bit(3)[] DEFAULT '{101}',
    r_range int4range[] DEFAULT '{"[1,2)"}', r_numrange numrange[] DEFAULT '{"[1,2)"}', r_name name[] DEFAULT '{x}',
    r_mood mood[] DEFAULT '{sad}', r_pair pair[] DEFAULT '{"(1,x)"}', r_positive positive[] DEFAULT '{1}',
    r_words words[] DEFAULT '{x}', r_circle circle[] DEFAULT '{"<(1,2),3>"}', r_tsvector tsvector[] DEFAULT '{a}',
    r_citext citext[] DEFAULT '{x}', r_qchar "char"[] DEFAULT '{x}',
    r_mac8 macaddr8[] DEFAULT '{08:00:2b:01:02:03:04:05}', r_box box[] DEFAULT '{(1,2),(3,4)}',
    r_regclass regclass[] DEFAULT '{pg_class}', r_xid xid[] DEFAULT '{1}'
);
INSERT INTO every DEFAULT VALUES;
"""
"""Table ``every``, with a column ``a_…`` of each type, a column ``r_…`` of many of their arrays, and one row."""
