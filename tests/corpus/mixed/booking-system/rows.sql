INSERT INTO hotel.rooms VALUES (1, 2);
INSERT INTO hotel.bookings VALUES (1, 1, '2024-01-01', '2024-01-03', 'Ada'), (2, 1, '2024-01-03', '2024-01-04', NULL);
