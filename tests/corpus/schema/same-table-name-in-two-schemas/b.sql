-- of two tables with the same name in two schemas, only one is changed
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TABLE one.settings (key text PRIMARY KEY, value text);
CREATE TABLE two.settings (key text PRIMARY KEY, value text NOT NULL, changed_at timestamptz);
