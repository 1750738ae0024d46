-- Empty diff: defaults are written in other words
CREATE TABLE public.t (a character varying(9) DEFAULT 'x'::varchar, b int DEFAULT (1), c text DEFAULT 'a\b', d interval DEFAULT INTERVAL '1 day', e timestamptz DEFAULT pg_catalog.now(), f bool DEFAULT TRUE, g decimal);
