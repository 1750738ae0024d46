INSERT INTO public.t VALUES (1, '[ok,happy]', '{"[ok,ok]"}'), (2, '[ok,]', NULL);
