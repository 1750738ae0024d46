INSERT INTO public.users VALUES (1, 'Ada@Example.org'), (2, 'grace@example.org');
