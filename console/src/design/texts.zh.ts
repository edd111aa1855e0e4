/** Words of the shared parts. */
export default {
  cancel: "取消",
  loading: "加载中",
  copy: { what: "复制{{what}}", done: "已复制", refused: "浏览器不允许在此复制，请手动选中文本。" },
  error: { retry: "重试", request: "请求编号", stop: "。" },
  list: {
    total: "共 {{total}} 条",
    about: "约 {{total}} 条",
    first: "首页",
    previous: "上一页",
    next: "下一页",
    size: "每页条数",
    csv: "下载 CSV",
    details: "详情",
    clear: "清除筛选",
    nothing: "没有匹配的结果",
    nothingAbout: "没有符合当前筛选条件的记录。",
  },
};
