-- columns get functions and special values as defaults
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a timestamptz DEFAULT CURRENT_TIMESTAMP, b uuid DEFAULT gen_random_uuid(), c date DEFAULT CURRENT_DATE,
    d text DEFAULT CURRENT_USER, e double precision DEFAULT random(), f timestamp DEFAULT (now() AT TIME ZONE 'utc'),
    g text DEFAULT md5((random())::text)
);
