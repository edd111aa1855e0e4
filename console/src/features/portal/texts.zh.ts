/** Words of the portal. */
export default {
  title: "我的应用",
  about: "当前登录：{{name}}。",
  personal: "个人设置",
  appPasswords: "应用专用密码",
  search: "查找应用",
  newTab: "（在新标签页中打开）",
  nothing: "没有符合的应用",
  clear: "清除搜索",
  empty: {
    title: "还没有应用",
    about: "还没有向你开放的应用，由管理员决定谁可以使用哪些应用。",
    aboutOperator: "你可以使用且填写了主页地址的应用会显示在这里。",
    manage: "管理应用",
  },
};
