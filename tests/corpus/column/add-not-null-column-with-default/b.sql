-- NOT NULL columns with constant and with computed defaults are added
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    state text NOT NULL DEFAULT 'see :docs',
    amount numeric(8,2) NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    token uuid NOT NULL DEFAULT gen_random_uuid()
);
