-- a sequence with default options is created
CREATE SEQUENCE public.ticket_numbers;
