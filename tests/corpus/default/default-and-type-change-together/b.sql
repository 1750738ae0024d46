-- defaults and types change together
CREATE TABLE public.t (id integer PRIMARY KEY, a boolean DEFAULT false, b numeric(5,2) DEFAULT 1.50, c date DEFAULT '2025-12-31');
