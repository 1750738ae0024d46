CREATE TABLE t (
    id int PRIMARY KEY,
    a text GENERATED ALWAYS AS (upper(d)) STORED,
    d text DEFAULT 'it',
    c text NOT NULL
);
CREATE TABLE u (
    id int PRIMARY KEY,
    a text GENERATED ALWAYS AS (upper(c)) STORED,
    d text GENERATED ALWAYS AS (lower(c)) STORED,
    c text NOT NULL
);
