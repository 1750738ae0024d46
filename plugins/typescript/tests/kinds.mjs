// What the drivers give for the one row of table every: node kinds.mjs HOST PORT DATABASE, printed as JSON.
import pg from "pg";
import postgres from "postgres";

const [host, port, database] = process.argv.slice(2);
const role = "postgres";

const kind = (value) => {
  if (Array.isArray(value)) return `${kind(value[0])}[]`;
  if (value instanceof Date) return "Date";
  if (value instanceof Uint8Array) return "Uint8Array";
  return typeof value === "object" ? `{${Object.keys(value)}}` : typeof value;
};
const kinds = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, kind(value)]));

const client = new pg.Client({ host, port, database, user: role });
await client.connect();
const ofPg = (await client.query("SELECT * FROM every")).rows[0];
const ofJson = (await client.query("SELECT to_jsonb(every) AS row FROM every")).rows[0].row;
await client.end();
const sql = postgres({ host, port, database, username: role });
const ofPostgres = (await sql`SELECT * FROM every`)[0];
await sql.end();
console.log(JSON.stringify({ pg: kinds(ofPg), postgres: kinds(ofPostgres), json: kinds(ofJson) }));
