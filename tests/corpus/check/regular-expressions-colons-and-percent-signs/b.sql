-- checks with regular expressions, colons, percent signs, backslashes and quotes are added
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    email text CONSTRAINT email_format CHECK (email ~* '^[^@\s]+@[^@\s]+\.[a-z]{2,}$'),
    code text CONSTRAINT "code:%" CHECK (code LIKE '100\%:_%' ESCAPE '\' OR code ~ E'^\\d+:\\w+$'),
    path text CONSTRAINT path_posix CHECK (path !~ '[[:space:]]' AND path NOT LIKE '%\\%'),
    note text CONSTRAINT "it's" CHECK (note <> 'it''s :note %(note)s $1' AND note NOT SIMILAR TO '(a|b)%'),
    at time CONSTRAINT working_hours CHECK (at >= '08:00' AND at < '18:30:00')
);
