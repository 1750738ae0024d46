-- defaults have quotes, backslashes, newlines, dollar signs and emoji in them
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a text DEFAULT 'it''s "so"', b text DEFAULT E'\\:', c text DEFAULT 'C:\new\', d text DEFAULT E'one\ntwo\t\r''three',
    e text DEFAULT '$$ $tag$ ; -- /*', f text DEFAULT '日本語 🐘 é'
);
