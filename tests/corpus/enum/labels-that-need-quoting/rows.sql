INSERT INTO public.things VALUES ('plain');
