INSERT INTO public.states VALUES ('open'), ('closed');
