INSERT INTO public.slots VALUES ('[1,5)'), ('[5,6)');
