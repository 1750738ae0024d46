-- a text column with a default becomes a column of a new enum
CREATE TYPE public.order_state AS ENUM ('open', 'paid', 'it''s sent');
CREATE TABLE public.orders (id integer PRIMARY KEY, state public.order_state NOT NULL DEFAULT 'open');
