-- a table with keys, checks, defaults, arrays, an identity, a generated column and indexes is created
CREATE TABLE public.products (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku varchar(20) NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL CHECK (name <> ''),
    price numeric(10,2) NOT NULL DEFAULT 0 CHECK (price >= 0),
    tax numeric GENERATED ALWAYS AS (price * 0.19) STORED,
    tags text[] NOT NULL DEFAULT '{}',
    extra jsonb NOT NULL DEFAULT '{}'::jsonb,
    parent_id bigint REFERENCES public.products (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    period interval year to month,
    bits bit(3), more_bits bit varying(9), ip inet, chars char(4), kind "char", at time(3) with time zone
);
CREATE INDEX products_tags ON public.products USING gin (tags);
CREATE INDEX products_created ON public.products (created_at DESC) INCLUDE (name);
COMMENT ON TABLE public.products IS 'what we sell';
