import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Tree } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, Count, EmptyState, ErrorState, PageHeader, PageSkeleton } from "../../design/index.ts";
import { useBuiltInAllowed } from "../people/index.ts";
import { DepartmentForm } from "./department-form.tsx";
import { DepartmentPanel } from "./department-panel.tsx";
import "./departments.css";
import { ancestorsOf, buildTree, searchTree, type TreeNode } from "./tree.ts";

const state = z.object({
  d: z.catch(z.optional(z.coerce.number()), undefined),
  find: z.catch(z.optional(z.string()), undefined),
  subtree: z.catch(z.optional(z.stringbool()), undefined),
});

/** Room for the tree; only what is in sight is drawn, so that 10,000 departments open at once. */
const TREE_HEIGHT = 560;

/** The tree at the left, the chosen department with its members at the right. */
export function DepartmentsPage() {
  const { t } = useTranslation("departments");
  const { role } = useMe();
  const [{ d: chosen, find, subtree }, change] = useSearchState(state);
  const [creating, setCreating] = useState(false);
  const list = useQuery(queryOf(routes.getDepartmentTree));
  const nodes = useMemo(() => list.data?.items ?? [], [list.data]);
  const [opened, setOpened] = useState<readonly number[] | null>(null);
  const shown = useMemo(() => {
    if (find) return searchTree(nodes, find);
    return {
      tree: buildTree(nodes),
      open: chosen === undefined ? [] : ancestorsOf(nodes, chosen),
      found: nodes.length,
    };
  }, [nodes, find, chosen]);
  const mayEdit = role === "owner" || role === "administrator";
  const allowed = useBuiltInAllowed();
  const create =
    mayEdit && allowed === true ? (
      <Button icon={<PlusOutlined />} onClick={() => setCreating(true)}>
        {t("create")}
      </Button>
    ) : null;

  return (
    <>
      <PageHeader title={t("title")} about={t("about")} actions={create} />
      {list.isPending ? (
        <PageSkeleton rows={10} />
      ) : list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : nodes.length === 0 ? (
        <Card>
          <EmptyState title={t("empty.title")} about={t("empty.about")} />
        </Card>
      ) : (
        <div className="departments">
          <Card title={t("tree.title")} extra={<Count value={shown.found} />}>
            <Input.Search
              allowClear
              defaultValue={find}
              placeholder={t("tree.find")}
              aria-label={t("tree.find")}
              onSearch={(text) => {
                setOpened(null);
                change({ find: text.trim() || undefined }, { replace: true });
              }}
              style={{ marginBottom: 12 }}
            />
            {shown.tree.length === 0 ? (
              <p>{t("tree.nothing")}</p>
            ) : (
              <Tree<TreeNode>
                aria-label={t("tree.title")}
                blockNode
                height={TREE_HEIGHT}
                treeData={shown.tree}
                selectedKeys={chosen === undefined ? [] : [chosen]}
                expandedKeys={[...(opened ?? shown.open)]}
                onExpand={(keys) => setOpened(keys as number[])}
                onSelect={(keys) => change({ d: keys[0] as number | undefined })}
                titleRender={(node) => (
                  <span className="department-node">
                    <span className="department-name" title={node.title}>
                      {node.title}
                    </span>
                    <Count value={node.members} />
                  </span>
                )}
              />
            )}
          </Card>
          {chosen === undefined ? (
            <Card>
              <EmptyState title={t("choose.title")} about={t("choose.about")} />
            </Card>
          ) : (
            <DepartmentPanel
              key={chosen}
              number={chosen}
              subtree={subtree ?? false}
              onSubtree={(on) => change({ subtree: on || undefined })}
              onGone={() => change({ d: undefined })}
            />
          )}
        </div>
      )}
      <DepartmentForm open={creating} above={chosen} onClose={() => setCreating(false)} onDone={(d) => change({ d })} />
    </>
  );
}
