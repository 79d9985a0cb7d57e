import type { TableBlock } from "@slack/types";
import { Cell, type CellOf, lookOf } from "./Cell";

export function Table({ block }: { block: TableBlock }) {
  const [head = [], ...body] = block.rows as CellOf[][];
  const look = (cell: CellOf, column: number) => {
    const settings = block.column_settings?.[column];
    return {
      className: settings?.is_wrapped ? `${settings.align ?? "left"} wrapped` : lookOf(cell, settings?.align ?? "left"),
    };
  };
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" {...look(cell, column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} {...look(cell, column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
