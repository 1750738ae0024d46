INSERT INTO public.log (line) VALUES ('x');
