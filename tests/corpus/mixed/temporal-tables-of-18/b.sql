-- temporal keys, virtual columns, unenforced checks and named NOT NULL constraints come at once
-- requires: 18
CREATE EXTENSION btree_gist;
CREATE TABLE public.staff (
    id integer CONSTRAINT staff_id_needed NOT NULL, valid daterange NOT NULL, salary numeric,
    yearly numeric GENERATED ALWAYS AS (salary * 12) VIRTUAL,
    CONSTRAINT staff_pkey PRIMARY KEY (id, valid WITHOUT OVERLAPS), CONSTRAINT fair CHECK (salary > 1000) NOT ENFORCED
);
CREATE TABLE public.desks (
    id integer, staff_id integer, valid daterange,
    CONSTRAINT desks_staff FOREIGN KEY (staff_id, PERIOD valid) REFERENCES public.staff (id, PERIOD valid)
);
