-- storage parameters are added, changed and reset
CREATE TABLE public.hot (id integer PRIMARY KEY, x text)
    WITH (fillfactor = 70, autovacuum_enabled = false, autovacuum_analyze_threshold = 500);
