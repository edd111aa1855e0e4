import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button, type TableColumnType } from "antd";
import { Fragment, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

/** A column, in Ant Design's words; what the server does (sorting, filtering) has no place here. */
export type DataColumn<Row> = Pick<TableColumnType<Row>, "key" | "title" | "dataIndex" | "width" | "align" | "render">;

/**
 * A plain table of one page of rows. Ant Design's own is 90 kB that a list read page by page does not use. A row opens
 * with a real button where `expanded` gives it something to show.
 */
export function DataTable<Row extends object>(props: {
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What an opened row shows; null for a row that does not open. */
  readonly expanded?: ((row: Row) => ReactNode) | undefined;
}) {
  const { columns, expanded } = props;
  const { t } = useTranslation("design");
  return (
    <table className="data-table">
      <caption className="visually-hidden">{props.label}</caption>
      <thead>
        <tr>
          {expanded ? (
            <th scope="col" className="data-table-opener">
              <span className="visually-hidden">{t("list.details")}</span>
            </th>
          ) : null}
          {columns.map((column, index) => (
            <th key={keyOf(column, index)} scope="col" style={{ width: column.width, textAlign: column.align }}>
              {column.title as ReactNode}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row, index) => (
          <DataRow key={props.rowKey(row)} row={row} index={index} columns={columns} expanded={expanded} />
        ))}
      </tbody>
    </table>
  );
}

function DataRow<Row extends object>(props: {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly expanded: ((row: Row) => ReactNode) | undefined;
}) {
  const { row, columns, expanded } = props;
  const { t } = useTranslation("design");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Fragment>
      <tr>
        {expanded ? (
          <td className="data-table-opener">
            <Button
              type="text"
              size="small"
              icon={open ? <DownOutlined /> : <RightOutlined />}
              aria-label={t("list.details")}
              aria-expanded={open}
              aria-controls={open ? id : undefined}
              onClick={() => setOpen(!open)}
            />
          </td>
        ) : null}
        {columns.map((column, index) => (
          <td key={keyOf(column, index)} style={{ textAlign: column.align }}>
            {cellOf(column, row, props.index)}
          </td>
        ))}
      </tr>
      {expanded && open ? (
        <tr id={id} className="data-table-details">
          <td colSpan={columns.length + 1}>{expanded(row)}</td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function keyOf<Row>(column: DataColumn<Row>, index: number): string {
  return String(column.key ?? column.dataIndex ?? index);
}

function cellOf<Row extends object>(column: DataColumn<Row>, row: Row, index: number): ReactNode {
  const path = column.dataIndex === undefined ? [] : [column.dataIndex].flat();
  const value = path.reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[String(name)], row);
  return (column.render ? column.render(value, row, index) : value) as ReactNode;
}
