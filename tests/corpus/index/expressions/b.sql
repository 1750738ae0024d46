-- indexes on expressions are added
CREATE TABLE public.people (id integer PRIMARY KEY, first text, last text, born date, extra jsonb);
CREATE INDEX people_name ON public.people (lower(last), (first || ' :x% ' || last), id);
CREATE INDEX people_year ON public.people ((extract(year FROM born::timestamp)));
CREATE INDEX people_extra ON public.people ((extra ->> 'it''s'), ((extra -> 'n')::text));
