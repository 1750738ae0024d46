CREATE SCHEMA hotel;
CREATE TABLE hotel.rooms (number integer PRIMARY KEY, beds integer);
CREATE TABLE hotel.bookings (id integer PRIMARY KEY, room integer REFERENCES hotel.rooms, arrives date, leaves date, guest text);
