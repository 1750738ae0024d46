CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TABLE one.settings (key text PRIMARY KEY, value text);
CREATE TABLE two.settings (key text PRIMARY KEY, value text);
