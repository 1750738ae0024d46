-- two tables that refer to each other, and one that refers to itself, are created
CREATE TABLE public.departments (id integer PRIMARY KEY, head_id integer);
CREATE TABLE public.employees (
    id integer PRIMARY KEY,
    department_id integer NOT NULL REFERENCES public.departments,
    boss_id integer REFERENCES public.employees
);
ALTER TABLE public.departments
    ADD CONSTRAINT departments_head_fkey FOREIGN KEY (head_id) REFERENCES public.employees DEFERRABLE INITIALLY DEFERRED;
