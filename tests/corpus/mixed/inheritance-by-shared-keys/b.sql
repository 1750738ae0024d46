-- one wide table becomes one base table with two tables that share its key
CREATE TABLE public.vehicles (id integer, kind text NOT NULL CHECK (kind IN ('car', 'boat')), PRIMARY KEY (id), UNIQUE (id, kind));
CREATE TABLE public.cars (id integer PRIMARY KEY, kind text NOT NULL DEFAULT 'car' CHECK (kind = 'car'), wheels integer NOT NULL, FOREIGN KEY (id, kind) REFERENCES public.vehicles (id, kind) ON DELETE CASCADE);
CREATE TABLE public.boats (id integer PRIMARY KEY, kind text NOT NULL DEFAULT 'boat' CHECK (kind = 'boat'), sail_area numeric, FOREIGN KEY (id, kind) REFERENCES public.vehicles (id, kind) ON DELETE CASCADE);
