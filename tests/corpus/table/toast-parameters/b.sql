-- storage parameters of TOAST tables and of their tables change side by side
CREATE TABLE public.blobs (id integer PRIMARY KEY, body text)
    WITH (toast.autovacuum_enabled = false, toast_tuple_target = 512, autovacuum_vacuum_threshold = 77);
CREATE TABLE public.plain (id integer PRIMARY KEY, body text)
    WITH (toast.autovacuum_vacuum_threshold = 99, toast.vacuum_truncate = false, parallel_workers = 3);
