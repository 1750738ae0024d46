-- a shop gets an enum for its states, order lines, foreign keys, checks, and a generated total
CREATE TYPE public.order_status AS ENUM ('new', 'paid', 'shipped', 'cancelled');
CREATE TABLE public.customers (id bigserial PRIMARY KEY, name text NOT NULL, email text UNIQUE CHECK (email LIKE '%@%'));
CREATE TABLE public.products (sku text PRIMARY KEY, price numeric(8,2) NOT NULL CHECK (price >= 0));
CREATE TABLE public.orders (
    id bigserial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES public.customers ON DELETE RESTRICT,
    status public.order_status NOT NULL DEFAULT 'new',
    placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_status ON public.orders (status, placed_at DESC) WHERE status <> 'cancelled';
CREATE TABLE public.order_lines (
    order_id bigint REFERENCES public.orders ON DELETE CASCADE,
    line smallint,
    sku text NOT NULL REFERENCES public.products ON UPDATE CASCADE,
    quantity integer NOT NULL DEFAULT 1 CHECK (quantity > 0),
    unit_price numeric(8,2) NOT NULL,
    amount numeric(12,2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    PRIMARY KEY (order_id, line)
);
CREATE INDEX order_lines_sku ON public.order_lines (sku) INCLUDE (quantity);
COMMENT ON TABLE public.order_lines IS 'one row per product and order';
