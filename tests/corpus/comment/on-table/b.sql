-- comments on tables are added, changed and removed
CREATE TABLE public.one (id integer);
CREATE TABLE public.two (id integer);
CREATE TABLE public.three (id integer);
COMMENT ON TABLE public.one IS 'first line
second line	with a tab
  and a third';
COMMENT ON TABLE public.two IS E'C:\\new\\table \\';
