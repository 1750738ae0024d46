INSERT INTO public.t VALUES (1, ROW(1, 'x,"y'), ROW('t', ROW(2, 'z')), ROW('u', NULL)), (2, NULL, NULL, NULL), (3, ROW(NULL, NULL), ROW(NULL, NULL), ROW('w', ROW(NULL, NULL)));
