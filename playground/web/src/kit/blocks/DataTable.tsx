// data_table: people sort, filter and page it themselves.
import type { DataTableBlock } from "@slack/types";
import { useId, useMemo, useState } from "react";
import { Cell, type CellOf, isNumber, lookOf, said } from "./Cell";

const PAGE = 5;

interface Sorting {
  column: number;
  down: boolean;
}

function compared(a: CellOf, b: CellOf): number {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  return said(a).localeCompare(said(b), undefined, { numeric: true });
}

function arranged(rows: CellOf[][], filter: string, sorting: Sorting | undefined): CellOf[][] {
  const wanted = filter.trim().toLowerCase();
  const found = wanted ? rows.filter((row) => row.some((cell) => said(cell).toLowerCase().includes(wanted))) : rows;
  if (!sorting) return found;
  const { column, down } = sorting;
  return found.toSorted((a, b) => {
    const [one, two] = [a[column], b[column]];
    return one && two ? (down ? -1 : 1) * compared(one, two) : 0;
  });
}

// First upwards, then downwards, then as the app sent it.
function next(sorting: Sorting | undefined, column: number): Sorting | undefined {
  if (sorting?.column !== column) return { column, down: false };
  return sorting.down ? undefined : { column, down: true };
}

export function DataTable({ block }: { block: DataTableBlock }) {
  const [page, setPage] = useState(0);
  const [filter, setFilter] = useState("");
  const [sorting, setSorting] = useState<Sorting>();
  const [head = [], ...body] = block.rows as CellOf[][];
  const caption = useId();
  const size = block.page_size ?? PAGE;
  const rows = useMemo(() => arranged(body, filter, sorting), [block.rows, filter, sorting]);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, pages - 1);
  const shown = rows.slice(at * size, (at + 1) * size);
  const numeric = head.map(
    (_, column) => body.length > 0 && body.every((row) => row[column] !== undefined && isNumber(row[column])),
  );
  return (
    <div className="data-table">
      <div className="data-table-top">
        <span id={caption} className="data-table-caption">
          {block.caption}
        </span>
        {body.length > size && (
          <input
            className="data-table-filter"
            type="search"
            placeholder="Filter"
            aria-label={`Filter ${block.caption}`}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        )}
      </div>
      <div className="table-scroll" tabIndex={0} role="group" aria-labelledby={caption}>
        <table aria-labelledby={caption}>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <Heading
                  key={column}
                  cell={cell}
                  numeric={numeric[column] ?? false}
                  {...(sorting?.column === column ? { down: sorting.down } : {})}
                  onSort={() => {
                    setSorting(next(sorting, column));
                    setPage(0);
                  }}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <Row key={`${at}-${index}`} row={row} header={block.row_header_column_index} numeric={numeric} />
            ))}
            {shown.length === 0 && (
              <tr>
                <td colSpan={head.length} className="nothing">
                  No rows match
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {(pages > 1 || filter) && (
        <Pager
          at={at}
          pages={pages}
          first={at * size + 1}
          last={at * size + shown.length}
          all={rows.length}
          onTurn={setPage}
        />
      )}
    </div>
  );
}

interface HeadingProps {
  cell: CellOf;
  numeric: boolean;
  down?: boolean;
  onSort(): void;
}

function Heading({ cell, numeric, down, onSort }: HeadingProps) {
  const order = down === undefined ? "none" : down ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={order} className={numeric ? "right" : "left"}>
      <button type="button" className="sort" onClick={onSort}>
        {said(cell)}
        <span className={`arrow ${order}`} aria-hidden="true">
          {down === true ? "↓" : "↑"}
        </span>
      </button>
    </th>
  );
}

function Row({ row, header, numeric }: { row: CellOf[]; header: number | undefined; numeric: boolean[] }) {
  return (
    <tr>
      {row.map((cell, column) => {
        const look = lookOf(cell, numeric[column] ? "right" : "left");
        return header === column ? (
          <th key={column} scope="row" className={look}>
            <Cell cell={cell} />
          </th>
        ) : (
          <td key={column} className={look}>
            <Cell cell={cell} />
          </td>
        );
      })}
    </tr>
  );
}

interface PagerProps {
  at: number;
  pages: number;
  first: number;
  last: number;
  all: number;
  onTurn(page: number): void;
}

function Pager({ at, pages, first, last, all, onTurn }: PagerProps) {
  return (
    <div className="pager">
      <span aria-live="polite">
        {all === 0 ? "0" : `${first}–${last}`} of {all}
      </span>
      <button type="button" className="turn" aria-label="Previous page" disabled={at === 0} onClick={() => onTurn(at - 1)}>
        ‹
      </button>
      <button
        type="button"
        className="turn"
        aria-label="Next page"
        disabled={at >= pages - 1}
        onClick={() => onTurn(at + 1)}
      >
        ›
      </button>
    </div>
  );
}
