CREATE TABLE public.articles (title text);
