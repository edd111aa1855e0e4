import { ApiOutlined } from "@ant-design/icons";

/** The mark of the Feishu integration: a plug, not the platform's own sign. */
export function FeishuMark() {
  return (
    <span className="feishu-mark">
      <ApiOutlined aria-hidden />
    </span>
  );
}
