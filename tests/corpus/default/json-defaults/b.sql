-- columns get JSON defaults with colons, quotes and nested objects
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a jsonb DEFAULT '{"a":1}'::jsonb,
    b json DEFAULT '{"x": {"y": [1, 2, ":z"]}, "it''s": "100%"}',
    c jsonb DEFAULT jsonb_build_object('at', now(), ':k', '{}'::jsonb)
);
