INSERT INTO public.t VALUES (1, 1.5000, 'ab ', '{"b" :1, "a":  2, "b": 1.00}', ROW(1, NULL), '{1.5,NULL}'),
    (2, 123456.1234, 'ab', '{"b":1,"a":2}', ROW(NULL, NULL), '{}'), (3, NULL, '', NULL, NULL, NULL);
