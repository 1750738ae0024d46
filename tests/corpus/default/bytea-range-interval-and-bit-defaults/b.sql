-- columns get defaults of types whose text depends on the session's settings
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a bytea DEFAULT '\xdeadbeef', b daterange DEFAULT '[2024-01-01,2024-02-01)', c interval DEFAULT '1 year -2 days 03:04:05.6',
    d bit(4) DEFAULT B'1010', e point DEFAULT '(1.5,-2)', f money DEFAULT 12.5, g double precision DEFAULT 0.1 + 0.2,
    h timestamptz DEFAULT '2024-02-29 23:59:59.123456+02'
);
