INSERT INTO public.slots VALUES (1, '[1,5)', '((0,0),(1,1))'), (2, '[5,9)', '((2,2),(3,3))');
