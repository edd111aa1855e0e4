/** Chinese words for every error code of the contract, and for a fault of the console itself. */
export default {
  console_failed: { title: "此页面出错", cure: "请刷新页面；如再次出现，请将操作步骤告知管理员。" },
};
