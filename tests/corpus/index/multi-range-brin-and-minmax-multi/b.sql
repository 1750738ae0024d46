-- BRIN indexes with newer operator classes and their parameters are added
-- requires: 14
CREATE TABLE public.t (at timestamptz, n integer, ip inet);
CREATE INDEX t_multi ON public.t USING brin (at timestamptz_minmax_multi_ops (values_per_range = 16), ip inet_inclusion_ops);
CREATE INDEX t_bloom ON public.t USING brin (n int4_bloom_ops (false_positive_rate = 0.05, n_distinct_per_range = -0.2));
