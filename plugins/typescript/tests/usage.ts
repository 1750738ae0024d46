// How an application uses the types of pagila: a line that has to be refused says so, and tsc tells if it is not.
import { type Database, type Film, type FilmInsert, type FilmUpdate, MpaaRatingValues } from "./database.js";
import type { ActorInfo, MpaaRating } from "./database.js";

// fulltext is filled by a trigger, which the catalog says nothing about
const needed = { language_id: 1, fulltext: "" };
export const enough: FilmInsert = { title: "A", ...needed };
export const ratings: readonly MpaaRating[] = MpaaRatingValues;
export const change: FilmUpdate = { rating: "PG-13", length: null };
export const nothing: FilmUpdate = {};

// @ts-expect-error a title is required
export const noTitle: FilmInsert = { ...needed };
// @ts-expect-error a title is not null
export const nullTitle: FilmInsert = { title: null, ...needed };
// @ts-expect-error there is no such rating
export const noRating: FilmUpdate = { rating: "X" };
// @ts-expect-error there is no such column
export const noColumn: FilmUpdate = { ratings: "G" };

export function price(film: Film): number {
  const year: number | null = film.release_year;
  // @ts-expect-error numeric comes as a string
  const wrong: number = film.rental_rate;
  // @ts-expect-error it may be null
  const length: number = film.length;
  return Number(film.rental_rate) + (year ?? 0) + wrong + length;
}

type Tables = Database["public"]["Tables"];
export type Row<Name extends keyof Tables> = Tables[Name]["Row"];
export const same: (film: Row<"film">) => Film = (film) => film;
// @ts-expect-error there is no such table
export type None = Row<"films">;

export const first = (row: ActorInfo): string => row.first_name ?? "";
// @ts-expect-error nobody writes to this view
export type ViewInsert = Database["public"]["Views"]["actor_info"]["Insert"];

type InStock = Database["public"]["Functions"]["film_in_stock"];
export const given: InStock["Args"] = { p_film_id: 1, p_store_id: 2 };
// @ts-expect-error both are required
export const few: InStock["Args"] = { p_film_id: 1 };
