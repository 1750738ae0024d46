INSERT INTO public.t VALUES (1, 'ok', ROW('happy', 2, '{ok,happy}'), ARRAY[ROW('ok', 1, NULL)::public.pair, NULL]), (2, NULL, NULL, NULL), (3, 'ok', ROW(NULL, NULL, NULL), '{}');
