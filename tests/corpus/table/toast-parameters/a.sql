CREATE TABLE public.blobs (id integer PRIMARY KEY, body text) WITH (toast.autovacuum_vacuum_threshold = 10);
CREATE TABLE public.plain (id integer PRIMARY KEY, body text);
