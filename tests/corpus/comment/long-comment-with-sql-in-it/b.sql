-- a comment holds SQL, Python, psql and template syntax
CREATE TABLE public.t (a integer);
COMMENT ON TABLE public.t IS 'DROP TABLE t; -- ''; COMMIT;
\restrict x
"""docstring""" \N{DASH} \x41 {braces} {{x}} <%= y %> ${z} $1 %s %(a)s :b ::c @d ?
/* not closed
';
