-- columns get longer expressions as defaults
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a timestamptz DEFAULT now() + interval '30 days',
    b integer DEFAULT (extract(epoch FROM now())::bigint % 100)::integer,
    c text DEFAULT CASE WHEN random() > 0.5 THEN 'a:b' ELSE upper('50%') || current_schema() END,
    d integer DEFAULT (2 ^ 10)::integer
);
