INSERT INTO public.t VALUES (1, 'ok', 'open', 'ok', ROW('open', 'happy', 'ok'), '{ok,happy}', ROW(ROW('done', 'ok', NULL), '{ok}', '{ok}'), ARRAY[ROW(NULL, NULL, NULL)::public.around]), (2, 'happy', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.u VALUES (1, 'ok', 'done'), (2, NULL, NULL);
