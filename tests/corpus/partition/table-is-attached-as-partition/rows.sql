INSERT INTO public.log VALUES (1, '2024-03-03');
INSERT INTO public.log_old VALUES (2, '2020-02-02'), (3, '2021-01-01');
