INSERT INTO public.t (id, email) VALUES (1, 'Ada@Example.org'), (2, ' b@c ');
